"""A text service with FastAPI and transformers, as a user writes it: one model, one call for each request.

    python service_fastapi.py BUNDLE PORT --threads N [--precision bf16]

POST /v1/classify takes {"input": "text" or [texts]} and answers as `bertft serve` does.
"""

import argparse

import fastapi
import pydantic
import torch
import uvicorn
from transformers import AutoModelForSequenceClassification, AutoTokenizer

parser = argparse.ArgumentParser()
parser.add_argument("bundle")
parser.add_argument("port", type=int)
parser.add_argument("--threads", type=int, required=True)
parser.add_argument("--precision", choices=["fp32", "bf16"], default="fp32", help="of all weights")
options = parser.parse_args()
torch.set_num_threads(options.threads)
tokenizer = AutoTokenizer.from_pretrained(options.bundle)
weights = torch.bfloat16 if options.precision == "bf16" else torch.float32
model = AutoModelForSequenceClassification.from_pretrained(options.bundle, dtype=weights).eval()
labels = [model.config.id2label[index] for index in range(model.config.num_labels)]
app = fastapi.FastAPI()


class Body(pydantic.BaseModel):
    input: str | list[str]


@app.post("/v1/classify")
def classify(body: Body):
    texts = [body.input] if isinstance(body.input, str) else body.input
    with torch.inference_mode():
        batch = tokenizer(texts, truncation=True, padding=True, return_tensors="pt")
        scores = model(**batch).logits.float().softmax(-1).tolist()
    return {"model": "bundle", "results": [
        {"label": labels[row.index(max(row))], "scores": dict(zip(labels, row))} for row in scores]}


@app.get("/health")
def health():
    return {"status": "ok"}


uvicorn.run(app, host="127.0.0.1", port=options.port, log_level="warning")
