"""Vocabulary: the nouns of an audit as frozen values, and the brief they come from."""
