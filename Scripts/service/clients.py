"""Asks running services with the clients that people use, and says which were answered.

usage: clients.py CLASSIFIER_URL ENCODER_URL

The first serves a classifier of labels, the second an encoder of sentences alone. Every client gets the same two texts and
must see the same vectors, or labels whose scores add up to 1. A client that fails is named, and the exit code is 1.
"""
import sys
from importlib.metadata import version

import numpy as np

TEXTS = ["a lovely screen", "The battery died after a week."]
classifier, encoder = sys.argv[1:]
failures = 0


def check(package, what, work):
    """Runs one client and prints a line."""
    global failures
    try:
        work()
        print(f"ok      {package} {version(package)}: {what}")
    except Exception as error:  # whatever a client makes of a refusal
        failures += 1
        print(f"FAILED  {package} {version(package)}: {what}: {type(error).__name__}: {error}")


def same(found):
    """Whether vectors are those that a plain request gets."""
    found = np.asarray(found, dtype=np.float32)
    assert found.shape == VECTORS.shape, found.shape
    assert np.abs(found - VECTORS).max() < 1e-6, np.abs(found - VECTORS).max()


import openai

client = openai.OpenAI(base_url=encoder + "/v1", api_key="none")
answer = client.embeddings.create(model="any", input=TEXTS, encoding_format="float")
VECTORS = np.asarray([item.embedding for item in answer.data], dtype=np.float32)


def openai_models():
    listed = client.models.list().data
    assert len(listed) == 1 and client.models.retrieve(listed[0].id).id == listed[0].id


def openai_dimensions():
    cut = client.embeddings.create(model="any", input=TEXTS, dimensions=16).data[0].embedding
    assert len(cut) == 16 and abs(np.linalg.norm(cut) - 1) < 1e-5


def openai_errors():
    try:
        client.embeddings.create(model="any", input=["a", " "])
    except openai.BadRequestError as error:
        assert error.code == "empty_text" and error.body["index"] == 1, error.body
    else:
        raise AssertionError("an empty text was answered")


check("openai", "embeddings (base64)", lambda: same([i.embedding for i in client.embeddings.create(model="any", input=TEXTS).data]))
check("openai", "dimensions", openai_dimensions)
check("openai", "models", openai_models)
check("openai", "errors", openai_errors)


def langchain():
    from langchain_openai import OpenAIEmbeddings

    embeddings = OpenAIEmbeddings(
        base_url=encoder + "/v1", api_key="none", model="any", check_embedding_ctx_length=False, chunk_size=256)
    same(embeddings.embed_documents(TEXTS))
    same([embeddings.embed_query(text) for text in TEXTS])


check("langchain-openai", "OpenAIEmbeddings", langchain)


def llama_index_openai():
    from llama_index.embeddings.openai_like import OpenAILikeEmbedding

    same(OpenAILikeEmbedding(model_name="any", api_base=encoder + "/v1", api_key="none").get_text_embedding_batch(TEXTS))


def llama_index_tei():
    from llama_index.embeddings.text_embeddings_inference import TextEmbeddingsInference

    same(TextEmbeddingsInference(model_name="any", base_url=encoder).get_text_embedding_batch(TEXTS))


check("llama-index-embeddings-openai-like", "OpenAILikeEmbedding", llama_index_openai)
check("llama-index-embeddings-text-embeddings-inference", "TextEmbeddingsInference", llama_index_tei)


def litellm_openai():
    import litellm

    answer = litellm.embedding(model="openai/any", input=TEXTS, api_base=encoder + "/v1", api_key="none")
    same([item["embedding"] for item in answer.data])


check("litellm", "embedding (openai/…)", litellm_openai)


def hub(url):
    from huggingface_hub import InferenceClient

    return InferenceClient(model=url, provider="hf-inference", token="none")


def hub_vectors():
    same(hub(encoder + "/embed").feature_extraction(TEXTS))
    same(hub(encoder).feature_extraction(TEXTS, truncate=True, normalize=True))


def hub_similarity():
    found = hub(encoder + "/similarity").sentence_similarity(TEXTS[0], TEXTS)
    assert np.abs(np.asarray(found) - VECTORS @ VECTORS[0]).max() < 1e-5, found


def hub_labels():
    for url in (classifier, classifier + "/predict"):
        found = hub(url).text_classification([[TEXTS[0]]])
        assert abs(sum(element.score for element in found) - 1) < 1e-5 and found[0].score >= found[1].score, found
        assert hub(url).text_classification(TEXTS[0]).label == found[0].label


check("huggingface_hub", "feature_extraction", hub_vectors)
check("huggingface_hub", "sentence_similarity", hub_similarity)
check("huggingface_hub", "text_classification", hub_labels)
sys.exit(1 if failures else 0)
