import BertCheckpoint
import BertHub
import BertText
import Foundation
import Testing

/// Files of other forms made into a model's directory: values by hand, and damage that must not end the program.
@Suite struct ConversionTests {
  @Test func `Weights of four bits become the numbers that they stand for`() throws {
    let fixture = try Fixture()
    let made = try convert(FourBitFile().bytes, .fourBit, in: fixture)
    let file = try SafetensorsFile(contentsOf: made.appendingPathComponent("model.safetensors"))
    let words = try file.floats(of: "embeddings.word_embeddings.weight")
    #expect(words.count == 6 * 32)
    // The scale of row r is (r + 1) / 2; byte j holds j in its lower and 15 − j in its upper half.
    for row in 0..<6 {
      for column in 0..<16 {
        let scale = Float(row + 1) / 2
        #expect(words[row * 32 + column] == Float(column - 8) * scale)
        #expect(words[row * 32 + column + 16] == Float(7 - column) * scale)
      }
    }
    let bias = try file.floats(of: "encoder.layer.0.intermediate.dense.bias")
    #expect(bias == (0..<64).map { Float($0) + 0.25 })
    #expect(file.tensors.count == 21)
  }

  @Test func `The tokenizer has the file's pieces, and composes what the map does not hold`() throws {
    let fixture = try Fixture()
    let made = try convert(FourBitFile().bytes, .fourBit, in: fixture)
    let tokenizer = try TokenizerLoader.load(directory: made)
    // U+0001 falls out, a tab becomes a space, ① a 1; 1 is unknown and é is composed.
    for (text, ids) in [
      ("e\u{301}", [0, 4, 2]), ("\u{e9}\t\u{e9}", [0, 4, 4, 2]), ("\u{1}\u{e9}", [0, 4, 2]), ("<mask>", [0, 5, 2]),
      ("e", [0, 3, 2]), ("", [0, 2]),
    ] as [(String, [Int32])] {
      #expect(tokenizer.encode(text, options: EncodingOptions()).ids == ids, "\(text.debugDescription)")
    }
  }

  @Test func `A graph's linear weights are turned back and named by their biases`() throws {
    let fixture = try Fixture()
    let made = try convert(ONNXFile().bytes, .onnx(tokenizerOf: "none"), in: fixture)
    let file = try SafetensorsFile(contentsOf: made.appendingPathComponent("model.safetensors"))
    #expect(file.tensors.map(\.name).sorted() == ["layer.dense.bias", "layer.dense.weight"])
    #expect(try file.floats(of: "layer.dense.bias") == [7, 8, 9])
    // [2, 3] in the graph, [3, 2] in the checkpoint.
    #expect(try file.floats(of: "layer.dense.weight") == [1, 4, 2, 5, 3, 6])
  }

  @Test func `A weight that nothing names is refused`() throws {
    let fixture = try Fixture()
    var graph = ONNXFile()
    graph.operation = "Mul"
    #expect(throws: HubError.self) { try convert(graph.bytes, .onnx(tokenizerOf: "none"), in: fixture) }
  }

  @Test(arguments: [true, false])
  func `A file that ends early is refused at every length`(isGraph: Bool) throws {
    let fixture = try Fixture()
    let bytes = isGraph ? ONNXFile().bytes : FourBitFile().bytes
    for length in stride(from: 0, to: bytes.count, by: isGraph ? 1 : 13) {
      #expect(throws: HubError.self, "\(length) bytes") {
        try convert(Array(bytes[..<length]), isGraph ? .onnx(tokenizerOf: "none") : .fourBit, in: fixture)
      }
    }
  }

  /// Some changes are weights and pass; none may trap.
  @Test(arguments: [true, false])
  func `A changed byte gives an error or a model`(isGraph: Bool) throws {
    let fixture = try Fixture()
    let bytes = isGraph ? ONNXFile().bytes : FourBitFile().bytes
    var refused = 0
    for place in 0..<min(bytes.count, 700) {
      for change in [0xFF, 0x80, 0x01] as [UInt8] {
        var damaged = bytes
        damaged[place] ^= change
        do throws(HubError) {
          try convert(damaged, isGraph ? .onnx(tokenizerOf: "none") : .fourBit, in: fixture)
        } catch {
          refused += 1
        }
      }
    }
    #expect(refused > 100)
  }

  @discardableResult
  private func convert(
    _ bytes: [UInt8], _ form: ConversionRoute.Form, in fixture: Fixture
  ) throws(HubError) -> URL {
    let source = fixture.directory.appendingPathComponent("source")
    let target = fixture.directory.appendingPathComponent("made")
    do {
      try Data(bytes).write(to: source)
      try FileManager.default.createDirectory(at: target, withIntermediateDirectories: true)
    } catch {
      Issue.record(error)
    }
    try ModelConversion(source: source, label: "source", tokenizer: nil).run(form, into: target)
    return target
  }
}
