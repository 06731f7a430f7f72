"""Asks a running service for embeddings of token ids with OpenAI's own client.

    openai_token_ids.py URL LISTS      (LISTS: a JSON list of lists of ids)

Prints the vectors of all lists together, of the first alone, and the code of the error for an id below zero.
"""

import json
import sys

import openai

url, lists = sys.argv[1], json.loads(sys.argv[2])
client = openai.OpenAI(base_url=url + "/v1", api_key="none", max_retries=0)


def vectors(given):
    return [item.embedding for item in client.embeddings.create(model="any", input=given).data]


result = {"all": vectors(lists), "first": vectors(lists[0])}
try:
    vectors([-1])
    result["error"] = "none"
except openai.APIStatusError as error:
    result["error"] = f"{type(error).__name__} {error.code}"
print(json.dumps(result))
