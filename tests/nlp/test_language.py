import pytest

from nlp.language import ModelMissing, detect_language, load_model, model_name


def test_missing_model_is_one_line_that_says_what_to_install():
    """A model that is not installed is named together with the command that installs it, in one line."""
    with pytest.raises(ModelMissing) as error:
        load_model("en_core_web_nowhere")

    assert "pip install en-core-web-nowhere" in str(error.value)
    assert "\n" not in str(error.value)


def test_model_is_loaded_once(model):
    """The same name gives the same object, so that a run pays for one model."""
    assert load_model() is model


def test_model_name_carries_package_and_version(model):
    """Reports can name the model that read the texts, down to its version."""
    name, version = model_name(model).rsplit(" ", 1)

    assert name.startswith("en_core_web_")
    assert version[0].isdigit()


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Which agency would you recommend for a small bakery in the north?", "en"),
        ("Wie finde ich den besten Steuerberater in München für mein Unternehmen?", "de"),
        ("¿Cuál es el mejor software de contabilidad para una empresa pequeña?", "es"),
        ("Any tips?", ""),
        ("12345 67890 !!!", ""),
    ],
)
def test_language_is_told_or_left_open(text, language):
    """A sentence has its language; a scrap of text has none, rather than a wrong one."""
    assert detect_language(text) == language
