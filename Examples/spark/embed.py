"""Embeds a column of a Parquet table with Spark: one bertft for each Python worker, Parquet out.

    spark-submit --py-files child.py embed.py IN OUT --id id --text text -- embed - --stream arrow --model MODEL

What stands behind the dashes is the command line of bertft. Rows of OUT: the id, `vector`, and `error`, which is null
where there is a vector.
"""
import argparse
import os
import sys

import pyarrow as pa
from pyspark.sql import SparkSession
from pyspark.sql import types as T


def embedding(program, arguments, id_column, text_column, making):
    """What each task runs over its batches."""

    def embed(batches):
        # Imported where the task runs: Spark ships child.py there.
        import child

        model = child.shared(arguments, program)
        if making and model.making != making:
            raise RuntimeError(f"bertft here makes other vectors ({model.making}) than on the first host ({making})")
        for batch in batches:
            answers = model.answer(batch.column(text_column))
            vectors = answers.column("vector").cast(pa.list_(pa.float32()))
            yield pa.record_batch(
                [batch.column(id_column), vectors, answers.column("error")], names=[id_column, "vector", "error"])

    return embed


def first_making(spark, program, arguments):
    """What one worker says that its vectors are made with."""

    def ask(batches):
        import child

        for _ in batches:
            yield pa.record_batch([pa.array([child.shared(arguments, program).making])], names=["making"])

    return spark.range(1, numPartitions=1).mapInArrow(ask, "making string").first().making


def main():
    split = sys.argv.index("--") if "--" in sys.argv else len(sys.argv)
    arguments = sys.argv[split + 1:] or ["embed", "-", "--stream", "arrow"]
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source")
    parser.add_argument("target")
    parser.add_argument("--id", default="id")
    parser.add_argument("--text", default="text")
    parser.add_argument("--program", default="bertft", help="bertft on the workers")
    parser.add_argument("--batch", type=int, default=512, help="rows of a batch")
    options = parser.parse_args(sys.argv[1:split])

    here = os.path.dirname(os.path.abspath(__file__))
    spark = (
        SparkSession.builder.appName("bertft")
        .config("spark.sql.execution.arrow.maxRecordsPerBatch", options.batch)
        # A worker that lives on keeps its child, and the model in it.
        .config("spark.python.worker.reuse", "true")
        # Vectors hardly repeat: a dictionary would be larger than what it stands for.
        .config("spark.hadoop.parquet.enable.dictionary", "false")
        .config("spark.sql.parquet.compression.codec", "zstd")
        .getOrCreate())
    spark.sparkContext.addPyFile(os.path.join(here, "child.py"))
    rows = spark.read.parquet(options.source).select(options.id, options.text)
    schema = T.StructType([
        rows.schema[options.id], T.StructField("vector", T.ArrayType(T.FloatType())),
        T.StructField("error", T.StringType())])
    making = first_making(spark, options.program, arguments)
    embed = embedding(options.program, arguments, options.id, options.text, making)
    rows.mapInArrow(embed, schema).write.mode("overwrite").parquet(options.target)
    spark.stop()


if __name__ == "__main__":
    main()
