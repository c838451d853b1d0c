"""Export columns: the names under which networks and tools write what a post holds; letters only, in lower case."""

FIELDS = {
    "text": "text message body content post postmessage posttext fulltext caption description comment commenttext"
    " tweet",
    "title": "title subject headline posttitle",
    "author": "author user username from postedby member membername screenname handle name authorname userid fromname"
    " displayname sender",
    "at": "date created createdat createdtime createat timestamp time published publishedat posted postedat ts datetime"
    " dateutc postdate",
    "id": "id postid messageid commentid statusid tweetid idstr uid",
    "parent": "parent parentid inreplyto inreplytoid inreplytostatusid inreplytostatusidstr replyto rootid threadid"
    " threadts conversationid topicid",
    "score": "likes likecount reactions reactioncount favorites favoritecount favouritescount upvotes score points"
    " votes",
    "replies": "comments commentcount commentscount replies replycount repliescount answers",
    "views": "views viewcount viewscount reads",
    "tags": "tags hashtags",
    "language": "lang language",
}
KNOWN = {name: field for field, names in FIELDS.items() for name in names.split()}
LEFT_OUT = frozenset(  # known, and read nowhere: addresses name people, and the rest counts no talk
    "url link permalink permalinkurl attachments media photo image type shares sharecount retweetcount retweeted"
    " reposts impressions reach clicks updated updatedat updateat editat deleteat edited parentauthor profileurl email"
    " phone avatar location source device channel channelid channelname group groupname page pagename network platform"
    " pending props originalid pendingpostid ispinned hasreactions metadata team subtype entities favorited truncated"
    " displaytextrange inreplytouserid inreplytouseridstr inreplytoscreenname".split()
)
