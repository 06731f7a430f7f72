import BertCheckpoint
import BertStorage
import Foundation
import Testing
import _TestSupport

/// Every rule of the format, on files made by Scripts/golden/safetensors_files.py together with the reference's verdict.
@Suite struct SafetensorsRuleTests {
  struct Case: Decodable, CustomTestStringConvertible, Sendable {
    let name: String
    let file: Data
    let error: String?
    var testDescription: String { name }
  }

  static let cases: [Case] = (try? Golden.load([Case].self, "malformed.json", target: "BertCheckpointTests")) ?? []

  /// The case of our error for each of the reference's refusals.
  static let rules: [String: CheckpointError.Rule] = [
    "no bytes": .foreignFile(.empty),
    "too small": .headerLengthMissing(fileSize: 3),
    "header too large": .headerTooLarge(length: 100_000_001, limit: 100_000_000),
    "header length of all ones": .headerTooLarge(length: .max, limit: 100_000_000),
    "header past the end": .headerPastEnd(length: 60, fileSize: 10),
    "header of length zero": .notJSON("'{' is missing", offset: 0),
    "not UTF-8": .notUTF8,
    "not UTF-8 inside a name": .notUTF8,
    "not JSON": .notJSON("'\"' is missing", offset: 1),
    "not an object": .notJSON("'{' was expected", offset: 0),
    "null": .notJSON("'{' was expected", offset: 0),
    "two values": .notJSON("something follows the value", offset: 2),
    "trailing comma": .notJSON("'\"' was expected", offset: 54),
    "control character in a name": .notJSON("a control character stands in a string", offset: 3),
    "lone surrogate": .notJSON("a surrogate stands alone", offset: 4),
    "leading zero": .notJSON("a number starts with zero", offset: 29),
    "deep nesting": .tooDeep(offset: 136, limit: 128),
    "deep nesting, endless": .notJSON("'{' was expected", offset: 0),
    "overlap": .overlap(begin: 0, previousEnd: 4),
    "overlap by part": .overlap(begin: 4, previousEnd: 8),
    "hole at the start": .hole(begin: 4, previousEnd: 0),
    "hole inside": .hole(begin: 8, previousEnd: 4),
    "missing bytes": .missingBytes(expected: 66, found: 65),
    "extra bytes": .extraBytes(expected: 66, found: 67),
    "extra bytes without tensors": .extraBytes(expected: 10, found: 11),
    "offsets reversed": .offsetsReversed(begin: 4, end: 0),
    "size does not fit the shape": .sizeMismatch(expected: 8, found: 4),
    "shape's product overflows": .sizeOverflow,
    "shape times element size overflows": .sizeOverflow,
    "four-bit type fills no byte": .partialByte(bits: 4),
    "negative extent": .notANaturalNumber(offset: 29),
    "fractional extent": .notANaturalNumber(offset: 29),
    "extent with exponent": .notANaturalNumber(offset: 29),
    "extent over 64 bits": .notANaturalNumber(offset: 29),
    "offset over 64 bits": .notANaturalNumber(offset: 50),
    "offset near 64 bits": .sizeOverflow,
    "integer in metadata": .metadataNotAString(key: "k"),
    "array as metadata": .fieldMalformed("__metadata__"),
    "string as metadata": .fieldMalformed("__metadata__"),
    "duplicate tensor": .duplicateKey("a"),
    "duplicate tensor, one escaped": .duplicateKey("a"),
    "duplicate metadata key": .duplicateKey("k"),
    "duplicate metadata": .duplicateKey("__metadata__"),
    "duplicate field": .duplicateKey("dtype"),
    "no dtype": .fieldMissing("dtype"),
    "no shape": .fieldMissing("shape"),
    "no offsets": .fieldMissing("data_offsets"),
    "three offsets": .fieldMalformed("data_offsets"),
    "offsets are no array": .fieldMalformed("data_offsets"),
    "shape is no array": .fieldMalformed("shape"),
    "dtype is no string": .fieldMalformed("dtype"),
    "unknown dtype": .unknownType("F33"),
    "tensor is no object": .fieldMalformed("{"),
  ]

  @Test func `The cases are there`() {
    #expect(Self.cases.count > 60)
    #expect(Set(Self.rules.keys) == Set(Self.cases.map(\.name).filter { !$0.hasPrefix("good") }))
  }

  @Test(arguments: cases)
  func `A file is judged as the reference judges it`(_ example: Case) throws {
    let scratch = try Scratch()
    let file = try scratch.file("case.safetensors", example.file)
    let error: CheckpointError?
    do {
      _ = try SafetensorsFile(contentsOf: file)
      error = nil
    } catch let caught {
      error = caught
    }
    #expect(error?.rule == Self.rules[example.name])
    // Where we differ we are the stricter: the reference (0.8.0) takes the last of two equal keys.
    if example.error != nil { #expect(error != nil) }
    if error != nil, example.error == nil { #expect(example.name.hasPrefix("duplicate")) }
    if let error {
      #expect(error.file == file.path)
      #expect(error.code == .badData)
      #expect(error.description.hasPrefix(file.path))
      #expect(!error.description.contains("\n"))
    }
  }

  @Test func `An error names the tensor and the remedy`() throws {
    let scratch = try Scratch()
    let example = try #require(Self.cases.first { $0.name == "hole inside" })
    let file = try scratch.file("case.safetensors", example.file)
    #expect {
      try SafetensorsFile(contentsOf: file)
    } throws: { error in
      "\(error)" == "\(file.path): tensor 'b': bytes 4 to 8 belong to no tensor; "
        + "the file breaks the safetensors format; write it again with the reference library"
    }
  }

  @Test func `Any cut and any flipped byte gives an error or a file, never a trap`() throws {
    let scratch = try Scratch()
    let whole = try Data(contentsOf: Golden.url("types.safetensors", target: "BertCheckpointTests"))
    for length in stride(from: 0, to: whole.count, by: 7) {
      let file = try scratch.file("cut.safetensors", whole.prefix(length))
      #expect(throws: CheckpointError.self) { try SafetensorsFile(contentsOf: file) }
    }
    for index in stride(from: 0, to: 1900, by: 1) {
      var damaged = whole
      damaged[index] ^= UInt8(truncatingIfNeeded: 1 << (index % 8))
      let file = try scratch.file("damaged.safetensors", damaged)
      if let opened = try? SafetensorsFile(contentsOf: file) {
        for tensor in opened.tensors { _ = try? opened.floats(of: tensor.name) }
      }
    }
  }

  @Test func `A missing file, a directory and a pipe are told apart`() throws {
    let scratch = try Scratch()
    func rule(_ name: String) -> CheckpointError.Rule? {
      do throws(CheckpointError) {
        _ = try SafetensorsFile(contentsOf: scratch.url.appendingPathComponent(name))
        return nil
      } catch {
        return error.rule
      }
    }
    #expect(rule("absent") == .file(.notFound))
    #expect(rule("") == .file(.notARegularFile))
    #expect(mkfifo(scratch.url.appendingPathComponent("pipe").path, 0o600) == 0)
    #expect(rule("pipe") == .file(.notARegularFile))
  }
}
