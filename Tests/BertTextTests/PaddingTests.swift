import BertText
import Foundation
import Testing
import _TestSupport

/// Padded batches against Hugging Face's tokenizers, for lengths that all texts fit in: a longer one makes theirs ragged.
@Suite("Padding", .enabled(if: Oracle.isAvailable)) struct PaddingTests {
  private struct Case: Encodable {
    var direction: String
    var length: Int?
    var multiple: Int?
    var id: Int32
    var type: Int32

    enum CodingKeys: CodingKey { case direction, length, multiple, id, type }

    // The script wants to see that there is no length, too.
    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(direction, forKey: .direction)
      try container.encode(length, forKey: .length)
      try container.encode(multiple, forKey: .multiple)
      try container.encode(id, forKey: .id)
      try container.encode(type, forKey: .type)
    }
  }
  private struct Answer: Decodable {
    var ids: [[Int32]]
    var types: [[Int32]]
    var mask: [[Int32]]
  }

  @Test("both sides, fixed and longest lengths, multiples")
  func agreement() throws {
    let texts = ["ab a", "", "a b ab ab b a [MASK] a", "b"]
    var cases: [Case] = []
    for direction in ["left", "right"] {
      for length in [nil, 13, 16] {
        for multiple in [nil, 0, 1, 4, 7] {
          cases.append(Case(direction: direction, length: length, multiple: multiple, id: 3, type: 1))
        }
      }
    }
    let document = Data(TokenizerLoaderTests.valid.utf8)
    let files = [
      "tokenizer.json": document, "texts": try JSONEncoder().encode(texts), "cases": try JSONEncoder().encode(cases),
    ]
    try TemporaryDirectory.with(files) { directory in
      let output = try Oracle.run(
        script: RepositoryRoot.url.appendingPathComponent("Scripts/oracles/padded.py"),
        arguments: files.keys.sorted(by: >).map { directory.appendingPathComponent($0).path })
      let answers = try JSONDecoder().decode([Answer].self, from: Data(output.utf8))
      let tokenizer = try TokenizerLoader.load(directory: directory)
      #expect(answers.count == cases.count)
      for (item, answer) in zip(cases, answers) {
        let batch = PaddedBatch(
          texts.map { tokenizer.encode($0) },
          padding: PaddingOptions(
            length: item.length, side: item.direction == "left" ? .left : .right, multiple: item.multiple, id: item.id,
            typeID: item.type))
        let name: Comment = "\(item)"
        #expect(batch.ids == answer.ids.flatMap { $0 }, name)
        #expect(batch.typeIDs == answer.types.flatMap { $0 }, name)
        #expect(batch.attentionMask == answer.mask.flatMap { $0 }, name)
      }
    }
  }
}
