import BertData
import BertInference
import BertTuning
import Foundation
import Testing

/// Ids and token types that a tokenizer's post-processor puts around texts, and the model has no rows for: the model does not
/// open.
@Suite struct ForeignFrameTests {
  /// A model whose `tokenizer.json` frames texts so.
  private func model(id: Int, type: Int) throws -> TinyModel {
    let tiny = try TinyModel()
    let words = TinyModel.vocabulary.enumerated().map { "\"\($1)\": \($0)" }.joined(separator: ", ")
    let added = [0, 1, 2, 3, 4].map {
      #"{"id": \#($0), "content": "\#(TinyModel.vocabulary[$0])", "special": true, "single_word": false, "lstrip": false, "rstrip": false, "normalized": false}"#
    }
    func special(_ name: String) -> String { #"{"SpecialToken": {"id": "\#(name)", "type_id": \#(type)}}"# }
    let text = #"{"Sequence": {"id": "A", "type_id": 0}}"#
    let document = """
      {"version": "1.0", "added_tokens": [\(added.joined(separator: ", "))], "normalizer": {"type": "Lowercase"},
      "pre_tokenizer": {"type": "Whitespace"}, "decoder": null,
      "post_processor": {"type": "TemplateProcessing", "single": [\(special("[CLS]")), \(text), \(special("[SEP]"))],
      "pair": [\(special("[CLS]")), \(text), {"Sequence": {"id": "B", "type_id": 0}}, \(special("[SEP]"))],
      "special_tokens": {"[CLS]": {"id": "[CLS]", "ids": [\(id)], "tokens": ["[CLS]"]},
      "[SEP]": {"id": "[SEP]", "ids": [3], "tokens": ["[SEP]"]}}},
      "model": {"type": "WordLevel", "unk_token": "[UNK]", "vocab": {\(words)}}}
      """
    try Data(document.utf8).write(to: tiny.encoder.appendingPathComponent("tokenizer.json"))
    try Data(
      #"""
      {"tokenizer_class": "PreTrainedTokenizerFast", "pad_token": "[PAD]", "unk_token": "[UNK]", "cls_token": "[CLS]",
      "sep_token": "[SEP]", "mask_token": "[MASK]", "model_input_names": ["input_ids", "token_type_ids", "attention_mask"]}
      """#.utf8
    ).write(to: tiny.encoder.appendingPathComponent("tokenizer_config.json"))
    return tiny
  }

  /// Whether the error names the tokenizer's file.
  private func isOfTokenizer(_ error: any Error) -> Bool {
    let cause = if case .inference(let cause)? = error as? TuningError { cause } else { error as? InferenceError }
    return if case .fileMalformed(let path, let reason)? = cause {
      path.hasSuffix("tokenizer.json") && reason.contains("belongs to another model")
    } else {
      false
    }
  }

  @Test(arguments: [(999, 0), (2, 7), (2, -7)]) func `They are refused where the file is read`(
    id: Int, type: Int
  ) throws {
    let tiny = try model(id: id, type: type)
    defer { tiny.remove() }
    #expect { _ = try PretrainedModel(at: tiny.encoder) } throws: { isOfTokenizer($0) }
    #expect { _ = try TextEmbedder(contentsOf: tiny.encoder, threads: 1) } throws: { isOfTokenizer($0) }
    #expect {
      _ = try MaskedTrainingData(encoder: tiny.encoder, maxLength: 12, validationShare: 0, seed: 1)
    } throws: { isOfTokenizer($0) }
    #expect {
      _ = try PairTrainingData(encoder: tiny.encoder, maxLength: 12, validationShare: 0, seed: 1)
    } throws: { isOfTokenizer($0) }
    #expect { _ = try TrainingSession(tiny.job()).run() } throws: { isOfTokenizer($0) }
  }

  @Test func `A frame that the model has rows for is none`() throws {
    let tiny = try model(id: 2, type: 1)
    defer { tiny.remove() }
    var masked = try MaskedTrainingData(encoder: tiny.encoder, maxLength: 12, validationShare: 0, seed: 1)
    try masked.add(Example(text: "it was fine", line: 1))
    #expect(masked.trainingTexts == 1)
  }
}
