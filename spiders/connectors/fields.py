"""Fields: what each platform's records are known to hold, read or not; anything else in a payload is warned of."""


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


APPLE = _names(
    """wrapperType kind artistId artistIds collectionId trackId artistName collectionName trackName
    collectionCensoredName trackCensoredName artistViewUrl collectionViewUrl trackViewUrl feedUrl artworkUrl30
    artworkUrl60 artworkUrl100 artworkUrl160 artworkUrl600 collectionPrice trackPrice collectionHdPrice trackHdPrice
    releaseDate collectionExplicitness trackExplicitness trackCount trackTimeMillis country currency primaryGenreName
    contentAdvisoryRating genreIds genres episodeUrl episodeGuid episodeContentType episodeFileExtension
    closedCaptioning description shortDescription previewUrl"""
)
ASKBOT = _names(
    """accepted_answer_id added_at answer_count answer_ids author closed id last_activity_at last_activity_by score
    summary tags text title url view_count"""
)
BLUESKY = _names(
    """uri cid author record embed embeds bookmarkCount replyCount repostCount likeCount quoteCount indexedAt viewer
    labels threadgate debug"""
)
HACKER_NEWS = _names(
    """objectID id type title url author points text story_text comment_text num_comments created_at created_at_i
    updated_at story_id story_title story_url parent_id children options relevancy_score _tags _highlightResult"""
)
LEMMY = _names(
    """id name url body creator_id community_id removed locked published updated deleted nsfw embed_title
    embed_description embed_video_url thumbnail_url ap_id local language_id featured_community featured_local
    url_content_type alt_text stickied scheduled_publish_time post_id content path distinguished comment_id comments
    score upvotes downvotes newest_comment_time newest_comment_time_necro hot_rank hot_rank_active controversy_rank
    scaled_rank child_count instance_id"""
)
LOBSTERS = _names(
    """short_id short_id_url created_at title url score flags upvotes downvotes comment_count description
    description_plain comments_url submitter_user user_is_author tags comments last_edited_at is_deleted is_moderated
    parent_comment comment comment_plain depth indent_level commenting_user merged_stories"""
)
MASTODON = _names(
    """id created_at in_reply_to_id in_reply_to_account_id sensitive spoiler_text visibility language uri url
    replies_count reblogs_count favourites_count quotes_count edited_at content text reblog application account
    media_attachments mentions tags emojis card poll filtered favourited reblogged muted bookmarked pinned local_only
    quote quote_id quote_approval tagged_collections pleroma"""
)
STACK_EXCHANGE = _names(
    """owner last_editor comments answers tags answer_id question_id comment_id post_id post_type title link body
    body_markdown share_link score up_vote_count down_vote_count view_count answer_count comment_count favorite_count
    bounty_amount bounty_closes_date bounty_user creation_date last_activity_date last_edit_date locked_date
    protected_date community_owned_date migrated_from migrated_to notice is_answered is_accepted accepted_answer_id
    awarded_bounty_amount awarded_bounty_users closed_date closed_reason closed_details close_vote_count
    reopen_vote_count delete_vote_count can_close can_flag can_comment can_edit can_suggest_edit edited reply_to_user
    content_license collectives posted_by_collectives recommendations upvoted downvoted favorited accepted"""
)
