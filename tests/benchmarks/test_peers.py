import subprocess
import sys


def test_what_peers_run_needs_none_of_the_products_libraries():
    """BERTopic and the sentence model live in environments of their own, which import these modules."""
    code = (
        "import sys; sys.modules.update(dict.fromkeys(('w3lib', 'scrapy', 'spacy', 'sqlalchemy', 'warcio'))); "
        "import benchmarks.topics, benchmarks.word_vectors"
    )

    subprocess.run([sys.executable, "-c", code], check=True)
