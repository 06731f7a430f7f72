import Foundation
import Testing

/// `bertft distill --to static`, and the commands that take the table.
struct StaticTableCommandTests {
  /// The tiny encoder with a `tokenizer.json`, and its path.
  private func teacher(_ folder: Folder) throws -> String {
    let directory = folder.url.appendingPathComponent("teacher")
    try TinyModel.write(to: directory)
    let vocabulary = TinyModel.vocabulary.enumerated().map { "\"\($0.element)\":\($0.offset)" }
    let added = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"].enumerated().map {
      #"{"id":\#($0.offset),"content":"\#($0.element)","single_word":false,"lstrip":false,"rstrip":false,"#
        + #""normalized":false,"special":true}"#
    }
    try folder.write(
      """
      {"version":"1.0","truncation":null,"padding":null,"added_tokens":[\(added.joined(separator: ","))],
      "normalizer":{"type":"BertNormalizer","clean_text":true,"handle_chinese_chars":true,"strip_accents":null,
      "lowercase":true},"pre_tokenizer":{"type":"BertPreTokenizer"},"post_processor":null,"decoder":null,
      "model":{"type":"WordPiece","unk_token":"[UNK]","continuing_subword_prefix":"##","max_input_chars_per_word":100,
      "vocab":{\(vocabulary.joined(separator: ","))}}}
      """, as: "teacher/tokenizer.json")
    return directory.path
  }

  private func object(_ text: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any], "\(text)")
  }

  @Test func fromAnEncoderToAnswers() throws {
    let folder = try Folder(), table = folder.path("table"), bundle = folder.path("bundle")
    let data = try folder.write(Reviews.csv(rows: 120), as: "data.csv")
    let teacher = try teacher(folder)
    let made = try Program.run([
      "distill", "--teacher", teacher, data, "--to", "static", "--out", table, "--dimensions", "16", "--json",
    ])
    #expect(made.status == 0 && made.errors.contains("held out"), "\(made)")
    let figures = try object(made.output)
    #expect(figures["dimensions"] as? Int == 16)
    #expect(figures["tokens"] as? Int == TinyModel.vocabulary.count - 3, "[CLS], [SEP] and [MASK] are left out")
    #expect((figures["tuning"] as? [String: Any])?["held_texts"] as? Int ?? 0 > 0)

    let vectors = try Program.run(["embed", data, "--out", folder.path("v.jsonl"), "--model", table, "--quiet"])
    #expect(vectors.status == 0, "\(vectors)")

    let trained = try Program.run(["train", data, "--method", "features", "--model", table, "--out", bundle])
    #expect(trained.status == 0 && trained.errors.contains("static table"), "\(trained)")
    let judged = try Program.run(["evaluate", bundle, data, "--json", "--quiet"])
    #expect(try object(judged.output)["accuracy"] as? Double ?? 0 > 0.9, "\(judged)")
    let answer = try Program.run(["predict", bundle, "--text", "lovely", "--quiet"])
    #expect(answer.status == 0 && answer.output.contains("\"scores\""), "\(answer)")

    let compared = try Program.run([
      "compare", data, "--methods", "majority,static", "--table", table, "--out", folder.path("compared"), "--json",
    ])
    #expect(compared.status == 0 && compared.output.contains("\"static\""), "\(compared)")

    let encoder = folder.path("encoder")
    let tuned = try Program.run([
      "train", data, "--method", "finetune", "--model", teacher, "--out", encoder, "--epochs", "1", "--max-length",
      "32", "--validation", "0.5",
    ])
    #expect(tuned.status == 0, "\(tuned)")
    let unknown = try Program.run(["predict", encoder, data, "--cascade", bundle])
    #expect(unknown.status == 65 && unknown.errors.contains("--cascade-to"), "\(unknown)")
    let joined = try Program.run([
      "train", data, "--method", "static", "--model", table, "--out", bundle, "--cascade-to", encoder,
      "--validation", "0.5", "--force",
    ])
    #expect(joined.status == 0 && joined.output.contains("the table answers"), "\(joined)")
    let cascaded = try Program.run(["predict", encoder, data, "--cascade", bundle])
    #expect(cascaded.status == 0 && cascaded.outputLines.count == 120, "\(cascaded)")
    #expect(cascaded.errors.contains("the table answered"), "\(cascaded)")
    // Below 0 nothing is unsure: the answers are the table's, to the byte.
    let alone = try Program.run(["predict", encoder, data, "--cascade", bundle, "--cascade-below", "0"])
    #expect(try alone.output == Program.run(["predict", bundle, data]).output)

    // No encoder is there where one is needed.
    let refused = try Program.run(["train", data, "--method", "finetune", "--model", table, "--out", bundle, "--force"])
    #expect(refused.status == 65 && refused.errors.contains("no encoder"), "\(refused)")
    let taken = try Program.run(["distill", "--teacher", teacher, "--to", "static", "--out", table])
    #expect(taken.status == 64, "\(taken)")

    // Of states that came of rounded factors the table is another one.
    let rounded = folder.path("rounded")
    for (out, precision) in [(folder.path("plain"), "fp32"), (rounded, "bf16")] {
      let made = try Program.run([
        "distill", "--teacher", teacher, "--to", "static", "--out", out, "--precision", precision,
      ])
      #expect(made.status == 0, "\(made)")
    }
    let tables = ["plain", "rounded"].map {
      FileManager.default.contents(atPath: folder.path($0) + "/model.safetensors")
    }
    #expect(tables[0] != nil && tables[1] != nil && tables[0] != tables[1])
  }

  @Test func refusals() throws {
    let folder = try Folder(), data = try folder.write(Reviews.csv(rows: 40), as: "data.csv")
    let teacher = try teacher(folder), out = ["--out", folder.path("out")]
    for (arguments, status, word) in [
      (["distill", "--teacher", teacher] + out, 64, "--to"),
      (["distill", "--teacher", teacher, "--to", "static", "--dimensions", "0"] + out, 64, "--dimensions 0"),
      (["distill", "--teacher", teacher, "--to", "static", "--epochs", "3"] + out, 64, "--epochs"),
      (["distill", "--teacher", teacher, "--to", "static", "--pooling", "max"] + out, 64, "--pooling"),
      (["distill", "--teacher", teacher, data, "--to", "static"] + out, 65, "different texts"),
      (["distill", "--teacher", folder.path("none/x/y"), "--to", "static"] + out, 66, "no such directory"),
      (["train", data, "--method", "static"] + out, 64, "--model"),
      (["train", data, "--method", "static", "--model", teacher] + out, 65, "no table"),
      (["compare", data, "--methods", "static"] + out, 64, "--table"),
      (["train", data, "--method", "tfidf", "--cascade-to", teacher] + out, 64, "--cascade-to"),
      (["predict", teacher, data, "--cascade-below", "0.5"], 64, "--cascade-below"),
      (["predict", teacher, data, "--cascade", teacher, "--logits"], 64, "--cascade"),
    ] as [([String], Int32, String)] {
      let refused = try Program.run(arguments)
      #expect(refused.status == status && refused.errors.contains(word), "\(arguments) \(refused)")
    }
    #expect(!FileManager.default.fileExists(atPath: folder.path("out")))
  }
}
