import BertEncoder
import BertKernels
import BertText
import Foundation
import Testing
import _TestSupport

/// DeBERTa's distances and its configuration's forms. What it computes is in ``AgreementTests``.
@Suite struct DisentangledPositionsTests {
  private struct Figures: Decodable {
    struct Case: Decodable {
      let position_buckets, max_relative_positions: Int
      /// A row of the embeddings, and the first distance query − key that it is for.
      let starts: [[Int]]
    }
    let cases: [Case]
  }

  private func decode(_ fields: String) throws -> EncoderConfiguration {
    try EncoderConfiguration.decode(
      from: Data(
        """
        {"model_type": "deberta-v2", "vocab_size": 9, "hidden_size": 8, "num_hidden_layers": 1,
         "num_attention_heads": 2, "intermediate_size": 5, \(fields)}
        """.utf8))
  }

  @Test("Each distance has the row that transformers gives it")
  func rows() throws {
    let figures = try Golden.load(Figures.self, "deberta-buckets.json", target: "BertEncoderTests")
    #expect(figures.cases.count > 8)
    for golden in figures.cases {
      let configuration = try decode(
        #"""
        "relative_attention": true, "pos_att_type": "c2p", "position_buckets": \#(golden.position_buckets),
        "max_relative_positions": \#(golden.max_relative_positions)
        """#)
      let distances = try #require(configuration.disentangled?.distances)
      var starts: [[Int]] = []
      for distance in -2048...2048 {
        let row = distances.row(distance: distance)
        if starts.last?[0] != row { starts.append([row, distance]) }
      }
      #expect(starts == golden.starts, "\(golden.position_buckets) of \(golden.max_relative_positions)")
    }
  }

  @Test("Fields have the forms and the defaults of transformers")
  func fields() throws {
    let plain = try decode(#""a": 0"#)
    let positions = try #require(plain.disentangled)
    #expect(positions.addsPositions && positions.distances == nil && positions.termCount == 0)
    #expect(plain.typeVocabularySize == 0 && plain.layerNormEpsilon == 1e-7 && plain.longestSequence == 512)
    #expect(plain.classifierDropout == nil && plain.headInputDropout == 0 && plain.headActivation == "gelu")
    let common =
      #""relative_attention": true, "position_buckets": 4, "norm_rel_ebd": "Layer_Norm", "share_att_key": true, "#
    let list = try decode(common + #""pos_att_type": ["p2c", "c2p"]"#)
    let text = try decode(common + #""pos_att_type": "P2C | c2p""#)
    #expect(list == text)
    let distances = try #require(list.disentangled?.distances)
    #expect(distances.meetsKeys && distances.meetsQueries && distances.isNormalized && distances.sharesProjections)
    #expect(distances.farthest == 512 && distances.span == 4 && list.disentangled?.termCount == 2)
    let unbounded = try decode(common + #""position_biased_input": false, "pos_att_type": null"#)
    #expect(unbounded.hasUnlimitedPositions && unbounded.disentangled?.termCount == 0)
    #expect(
      try decode(#""cls_dropout": 0.3, "pooler_dropout": 0.2, "classifier_dropout": 0.4"#).classifierDropout == 0.3)
  }

  @Test(
    "Values that mean another computation are refused",
    arguments: [
      (#""conv_kernel_size": 3"#, "conv_kernel_size"), (#""pos_att_type": "c2p|p2p""#, "pos_att_type"),
      (#""pos_att_type": ["p2c", "c2p|p2c"]"#, "pos_att_type"),
      (#""pooler_hidden_act": "wave""#, "pooler_hidden_act"), (#""pooler_hidden_size": 4"#, "pooler_hidden_size"),
      (#""pooler_dropout": 1"#, "pooler_dropout"), (#""attention_head_size": 3"#, "attention_head_size"),
      (#""legacy": false, "embedding_size": 4"#, "legacy"), (#""type_vocab_size": -1"#, "type_vocab_size"),
      (#""relative_attention": true, "position_buckets": 1"#, "position_buckets"),
      (#""relative_attention": true, "position_buckets": 8, "max_relative_positions": 5"#, "position_buckets"),
      (#""relative_attention": true, "norm_rel_ebd": "rms""#, "norm_rel_ebd"),
    ])
  func refused(fields: String, field: String) {
    #expect {
      try decode(fields)
    } throws: {
      if case .configurationInvalid(field, _, _)? = $0 as? ModelError { true } else { false }
    }
  }

  @Test("The head drops its vector and what the classifier sees at rates of their own")
  func dropouts() throws {
    let rates = DropoutRates(try decode(#""cls_dropout": 0.3, "pooler_dropout": 0.2, "hidden_dropout_prob": 0.4"#))
    #expect(rates.classifier == 0.3 && rates.headInput == 0.2 && rates.hidden == 0.4)
    #expect(DropoutRates(try decode(#""hidden_dropout_prob": 0.4"#)).classifier == 0.4)
  }

  /// Long texts and short ones in groups of sequences: that the others are there must not show.
  @Test(
    "Weights packed for inference give the same bytes, and training forgets them",
    arguments: ["deberta", "deberta-apart"])
  func packed(name: String) throws {
    let golden = try GoldenModel.load(name)
    let model = try TestModels.small(golden), compute = Compute(threads: 2)
    let batch = golden.batch(Array(golden.sequences.indices))
    let before = model.logits(batch, compute: compute).toArray()
    model.prepareForInference(compute)
    #expect(model.logits(batch, compute: compute).toArray() == before)
    model.setTrained { _ in true }
    for parameter in model.parameters where parameter.name.contains("rel_embeddings") { parameter.value.fill(0.5) }
    model.weightsDidChange()
    let changed = model.logits(batch, compute: compute).toArray()
    #expect(changed != before)
    model.prepareForInference(compute)
    #expect(model.logits(batch, compute: compute).toArray() == changed)
  }

  @Test("The same gradients at any number of threads, and of a frozen table none")
  func gradients() throws {
    let golden = try GoldenModel.load("deberta")
    let batch = golden.batch(Array(golden.sequences.indices))
    func gradients(threads: Int, _ isTrained: (Parameter) -> Bool) throws -> [[Float]?] {
      let model = try TestModels.small(golden), compute = Compute(threads: threads)
      model.setTrained(isTrained)
      _ = model.trainingStep(
        batch, dropout: DropoutKey(seed: 1, step: 1), compute: compute
      ) { _, gradient in
        gradient.fill(0.5)
        return 0
      }
      return model.parameters.map(\.gradientValues)
    }
    let all = try gradients(threads: 1) { _ in true }
    #expect(try gradients(threads: 3) { _ in true } == all)
    let some = try gradients(threads: 2) { !$0.name.contains("rel_embeddings") }
    #expect(some.filter { $0 == nil }.count == 1)
    #expect(zip(some, all).allSatisfy { $0 == nil || $0 == $1 })
  }
}
