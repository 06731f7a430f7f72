"""How good word vectors are, by gensim's own evaluation."""

from gensim.test.utils import datapath


def judged(table):
    """Of KeyedVectors, the frequent words first: Spearman's correlation with WordSim-353, the share of its pairs (in per
    cent) that holds an unknown word, and the share of Google's analogies that is right."""
    similarity = table.evaluate_word_pairs(datapath("wordsim353.tsv"))
    analogies, _ = table.evaluate_word_analogies(datapath("questions-words.txt"), restrict_vocab=30_000)
    return {"wordsim": float(similarity[1].statistic), "pairs_left_out": float(similarity[2]),
            "analogies": float(analogies), "words": len(table)}
