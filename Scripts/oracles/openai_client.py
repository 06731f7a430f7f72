"""Asks a running service for embeddings with OpenAI's own client.

    openai_client.py URL TOKEN TEXT...

Prints the vectors in both forms (and in the client's default, which is base64 behind the scenes), the tokens, and which
errors the client raises for a wrong token and for an empty input.
"""

import json
import sys

import openai

url, token, *texts = sys.argv[1:]
client = openai.OpenAI(base_url=url + "/v1", api_key=token, max_retries=0)
result = {}
for form in ("float", "base64"):
    answer = client.embeddings.create(model="any", input=texts, encoding_format=form)
    vectors = [item.embedding for item in answer.data]
    if form == "base64":
        import base64
        import struct

        vectors = [list(struct.unpack(f"<{len(raw) // 4}f", raw)) for raw in map(base64.b64decode, vectors)]
    result[form] = vectors
answer = client.embeddings.create(model="any", input=texts)
result["default"] = [item.embedding for item in answer.data]
result["tokens"] = answer.usage.total_tokens
errors = []
for key, given in ((token + "x", texts), (token, [])):
    try:
        openai.OpenAI(base_url=url + "/v1", api_key=key, max_retries=0).embeddings.create(model="any", input=given)
        errors.append("none")
    except openai.APIStatusError as error:
        errors.append(f"{type(error).__name__} {error.code}")
result["errors"] = errors
print(json.dumps(result))
