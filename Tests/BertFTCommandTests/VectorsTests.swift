import Foundation
import Testing
import _TestSupport

/// `bertft vectors`, as a person types it.
struct VectorsTests {
  @Test func convertedVectorsAnswerQuestions() throws {
    let folder = try Folder()
    let cache = ["BERTFT_CACHE": folder.path("cache")]
    let text = try folder.write("right 1 0\nup 0 2\nmost 4 3\nhalf 30 40\nleft -1 0\n", as: "vectors.txt")
    let out = folder.path("vectors.safetensors")
    let converted = try Program.run(["vectors", "convert", text, out], environment: cache)
    #expect(converted.status == 0 && converted.output == out + "\n", "\(converted)")
    #expect(converted.errors == "GloVe text, 5 words of 2 dimensions\n")
    for vectors in [out, text] {
      let near = try Program.run(
        ["vectors", "neighbours", "right", "--vectors", vectors, "-k", "2", "--json", "--quiet"], environment: cache)
      #expect(
        near.output == "{\"word\":\"right\",\"neighbours\":[{\"word\":\"most\",\"cosine\":0.8},"
          + "{\"word\":\"half\",\"cosine\":0.6}]}\n", "\(near)")
    }
    let analogy = try Program.run(
      ["vectors", "analogy", "right", "up", "left", "--vectors", out, "-k", "1"], environment: cache)
    #expect(analogy.output.hasPrefix("word   cosine\nhalf  -0.1789"), "\(analogy)")
    let unknown = try Program.run(["vectors", "neighbours", "nowhere", "--vectors", out], environment: cache)
    #expect(unknown.status == 65 && unknown.errorLines.count == 2, "\(unknown)")
    let info = try Program.run(["vectors", "info", out, "--json"], environment: cache)
    #expect(info.output.hasPrefix("{\"words\":5,\"dimensions\":2,\"subwords\":null"), "\(info)")
    // A word cannot colour the terminal.
    let red = try folder.write("\u{1B}[31mred 1 0\nup 0 2\n", as: "red.txt")
    let shown = try Program.run(["vectors", "info", red], environment: cache)
    #expect(shown.status == 0 && shown.output.contains("first       \\u{1b}[31mred up"), "\(shown)")
  }

  @Test func countsAgreeWithTheirNouns() throws {
    let folder = try Folder(), out = folder.path("out.safetensors")
    for (content, said) in [
      ("one .5\n", "GloVe text, 1 word of 1 dimension\n"),
      ("1 2\none 1 2\n", "word2vec text, 1 word of 2 dimensions\n"),
      (
        "one 1\none 2\n 3\ntwo 4\n",
        "GloVe text, 2 words of 1 dimension, 1 repeated word left out, 1 blank word left out\n"
      ),
    ] {
      let outcome = try Program.run(["vectors", "convert", folder.write(content, as: "in.txt"), out])
      #expect(outcome.status == 0 && outcome.errors == said, "\(outcome)")
    }
    let surplus = try Program.run(["vectors", "convert", folder.write("1 2\none 1 2 3\n", as: "in.txt"), out])
    #expect(surplus.status == 65 && surplus.errors.contains("in.txt:2: '1' is between"), "\(surplus)")
    let missing = try Program.run(["vectors", "convert", folder.write("2 1\none 1\n", as: "in.txt"), out])
    #expect(missing.status == 65 && missing.errors.contains("states 2 words, but the file has 1"), "\(missing)")
  }

  @Test func trainingWritesVectorsThatOpen() throws {
    let folder = try Folder()
    let corpus = try folder.write(
      String(repeating: "the cat sat on the mat\na dog ran in the park\n", count: 40), as: "corpus.txt")
    let out = folder.path("own.safetensors")
    for algorithm in ["skipgram", "cbow", "glove", "fasttext"] {
      let trained = try Program.run([
        "vectors", "train", corpus, "--out", out, "--algorithm", algorithm, "--dimensions", "8", "--buckets", "100",
        "--json", "--quiet",
      ])
      #expect(trained.status == 0, "\(trained)")
      #expect(trained.output.contains("\"algorithm\":\"\(algorithm)\",\"vocabulary\":10,\"words\":480"), "\(trained)")
      let near = try Program.run(["vectors", "neighbours", "cat", "--vectors", out, "-k", "3"])
      #expect(near.outputLines.count == 4, "\(near)")
    }
    // The last one, fasttext, has vectors for words that it has not seen.
    #expect(try Program.run(["vectors", "neighbours", "cats", "--vectors", out]).status == 0)
  }

  /// What nobody has taken apart: "Cat," is `cat` and a comma.
  @Test func normalizingTakesTextsApart() throws {
    let folder = try Folder()
    let corpus = try folder.write(
      String(repeating: "The Cat, the DOG.\n\u{201C}The\u{201D} cat isn\u{2019}t here\n", count: 10), as: "corpus.txt")
    for (options, vocabulary) in [([], 8), (["--normalize"], 9)] {
      let trained = try Program.run(
        ["vectors", "train", corpus, "--out", folder.path("own.safetensors"), "--dimensions", "4", "--json", "--quiet"]
          + options)
      #expect(trained.output.contains("\"vocabulary\":\(vocabulary),"), "\(options) \(trained)")
    }
    let near = try Program.run(["vectors", "neighbours", "isn't", "--vectors", folder.path("own.safetensors")])
    #expect(near.status == 0, "\(near)")
  }

  @Test func theInputIsNotReplaced() throws {
    let folder = try Folder()
    let text = "text,label\na b c,x\n"
    let corpus = try folder.write(text, as: "corpus.csv")
    let trained = try Program.run(["vectors", "train", corpus, "--min-count", "1", "--out", corpus])
    #expect(trained.status == 64 && trained.errors.contains("would be lost"), "\(trained)")
    #expect(try String(contentsOfFile: corpus, encoding: .utf8) == text)
    let vectors = try folder.write("a 1 2\nb 3 4\n", as: "vectors.txt")
    let converted = try Program.run(["vectors", "convert", vectors, vectors])
    #expect(converted.status == 64 && converted.errors.contains("would be lost"), "\(converted)")
    #expect(try String(contentsOfFile: vectors, encoding: .utf8) == "a 1 2\nb 3 4\n")
    let below = try Program.run(["vectors", "train", corpus, "--min-count", "1", "--out", folder.url.path])
    #expect(below.status == 64 && below.errors.contains("directory"), "\(below)")
  }

  @Test func mistakesHaveTheirCodes() throws {
    let folder = try Folder()
    let broken = try folder.write("a 1 2\nb 1\n", as: "broken.txt")
    let out = folder.path("out")
    let failed = try Program.run(["vectors", "convert", broken, out])
    #expect(failed.status == 65 && failed.errors.contains("broken.txt:2:"), "\(failed)")
    #expect(!FileManager.default.fileExists(atPath: out))
    #expect(try Program.run(["vectors", "convert", folder.path("none"), out]).status == 66)
    #expect(try Program.run(["vectors", "train", broken, "--out", out, "--dimensions", "0"]).status == 64)
    #expect(try Program.run(["vectors", "train", broken, "--out", out]).status == 65)
    let pulled = try Program.run(
      ["vectors", "pull", "glove-6b-50d", "--offline"], environment: ["BERTFT_CACHE": folder.path("cache")])
    #expect(pulled.status == 69, "\(pulled)")
  }
}
