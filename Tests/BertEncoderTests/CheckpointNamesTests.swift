import BertCheckpoint
import BertEncoder
import Foundation
import Testing
import _TestSupport

/// What checkpoints of one architecture call the same tensor, and what the report of names says of the rest.
@Suite struct CheckpointNamesTests {
  private func names(
    _ golden: GoldenModel, leavingOut left: Set<String> = [], adding added: [String] = [],
    renaming: (String) -> String = { $0 }
  ) throws -> CheckpointNames {
    let directory = FileManager.default.temporaryDirectory.appendingPathComponent("bertft-" + UUID().uuidString)
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: directory) }
    let url = directory.appendingPathComponent("model.safetensors")
    let shapes = try #require(golden.shapes).filter { !left.contains($0.key) }
    try SafetensorsWriter.write(
      shapes.map { name, shape in
        TensorSource(name: renaming(name), shape: shape, values: GoldenWeights.values(of: name, shape: shape))
      } + added.map { TensorSource(name: $0, shape: [1], values: [0]) }, metadata: [:], to: url)
    return try CheckpointNames(
      Checkpoint(at: url), configuration: #require(golden.config), classes: golden.classes)
  }

  @Test("With the prefix and without it every tensor is found", arguments: AgreementTests.family)
  func prefix(name: String) throws {
    let golden = try GoldenModel.load(name)
    let full = try names(golden)
    #expect(Set(full.mapped.map(\.parameter)) == Set(golden.gradients.keys))
    #expect(full.mapped.allSatisfy { $0.parameter == $0.tensor })
    #expect(full.fresh.isEmpty && full.missing.isEmpty && full.unused.isEmpty)
    let heads = [
      "classifier", "pre_classifier", "score", "sequence_summary", "logits_proj", "head.", "dense.", "pooler.",
    ]
    let isHead = { (name: String) in heads.contains { name.hasPrefix($0) } }
    let bare = try names(golden, leavingOut: Set(golden.gradients.keys.filter(isHead))) { name in
      name.split(separator: ".", maxSplits: 1).last.map(String.init) ?? name
    }
    #expect(bare.mapped.count + bare.fresh.count == golden.gradients.count)
    #expect(Set(bare.fresh) == Set(golden.gradients.keys.filter(isHead)))
    #expect(bare.missing.isEmpty && bare.unused.isEmpty)
  }

  @Test(
    "Word embeddings are found under the name that they are tied to",
    arguments: [
      ("distilbert", "distilbert.embeddings.word_embeddings.weight", "vocab_projector.weight"),
      ("roberta", "roberta.embeddings.word_embeddings.weight", "lm_head.decoder.weight"),
      ("albert", "albert.embeddings.word_embeddings.weight", "predictions.decoder.weight"),
      ("gpt2", "transformer.wte.weight", "lm_head.weight"),
      ("xlnet", "transformer.word_embedding.weight", "lm_loss.weight"),
      ("deberta", "deberta.embeddings.word_embeddings.weight", "cls.predictions.decoder.weight"),
      ("modernbert", "model.embeddings.tok_embeddings.weight", "decoder.weight"),
      ("gte", "gte.embeddings.word_embeddings.weight", "lm_head.decoder.weight"),
      ("nomic-bert", "nomic_bert.embeddings.word_embeddings.weight", "cls.predictions.decoder.weight"),
    ])
  func tied(name: String, own: String, other: String) throws {
    let golden = try GoldenModel.load(name)
    let found = try names(golden) { $0 == own ? other : $0 }
    #expect(found.mapped.contains { $0.parameter == own && $0.tensor == other })
    #expect(found.missing.isEmpty && found.unused.isEmpty)
  }

  @Test("Counters and masks are no parameters, and what no parameter reads is unused")
  func buffers() throws {
    let gpt2 = try names(
      GoldenModel.load("gpt2"),
      adding: ["transformer.h.0.attn.bias", "transformer.h.1.attn.masked_bias", "transformer.h.0.extra"])
    #expect(gpt2.unused == ["transformer.h.0.extra"])
    let roberta = try names(
      GoldenModel.load("roberta"), adding: ["roberta.embeddings.position_ids", "roberta.pooler.dense.weight"])
    #expect(roberta.unused == ["roberta.pooler.dense.weight"])
    let xlnet = try names(GoldenModel.load("xlnet"), adding: ["transformer.mask_emb"])
    #expect(xlnet.unused.isEmpty)
  }

  @Test("What is needed and not there is missing, by name")
  func missing() throws {
    let golden = try GoldenModel.load("mpnet")
    let lacking: Set<String> = ["mpnet.encoder.relative_attention_bias.weight", "classifier.dense.weight"]
    let found = try names(golden, leavingOut: lacking)
    #expect(found.missing == ["mpnet.encoder.relative_attention_bias.weight"])
    #expect(found.fresh == ["classifier.dense.weight"])
  }
}
