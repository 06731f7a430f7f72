import BertStorage
import Foundation
import Testing
import _TestSupport

/// The one reader and writer of JSON against Python's (Scripts/golden/json_documents.py).
@Suite struct JSONValueTests {
  struct Case: Decodable {
    let text: String
    let reads: Bool
    let value: Tree?
    /// Refused by a rule of our own, which may concern the value alone.
    let ours: Bool?
  }

  /// A value as the script writes it: numbers with their kind, members in their order.
  enum Tree: Decodable {
    case value(JSONValue)

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if container.decodeNil() {
        self = .value(.null)
      } else if let flag = try? container.decode(Bool.self) {
        self = .value(.bool(flag))
      } else if let text = try? container.decode(String.self) {
        self = .value(.string(text))
      } else {
        self = .value(try container.decode(Node.self).value)
      }
    }

    var json: JSONValue {
      switch self {
      case .value(let value): value
      }
    }
  }

  struct Node: Decodable {
    let integer: Int?
    let double: String?
    let array: [Tree]?
    let object: [Member]?

    var value: JSONValue {
      if let integer { return .integer(integer) }
      if let double { return .double(Double(bitPattern: UInt64(double, radix: 16) ?? 0)) }
      if let array { return .array(array.map(\.json)) }
      return .object((object ?? []).map { ($0.key, $0.value) })
    }
  }

  struct Member: Decodable {
    let key: String
    let value: JSONValue

    init(from decoder: any Decoder) throws {
      var container = try decoder.unkeyedContainer()
      key = try container.decode(String.self)
      value = try container.decode(Tree.self).json
    }
  }

  private static func cases() throws -> [Case] {
    let lines = try Data(contentsOf: Golden.url("documents.jsonl", target: "BertStorageTests")).split(
      separator: UInt8(ascii: "\n"))
    return try lines.map { try JSONDecoder().decode(Case.self, from: $0) }
  }

  @Test func `Documents are read or refused as Python does`() throws {
    let cases = try Self.cases()
    try #require(cases.count > 300)
    for example in cases {
      let bytes = Array(example.text.utf8)
      let found = try? JSONValue(parsing: bytes)
      #expect((found != nil) == example.reads, "\(example.text)")
      if let found, let expected = example.value?.json { #expect(same(found, expected), "\(example.text)") }
      // Passing over a value judges as reading it does.
      let passes = Self.passes(bytes)
      #expect(passes == example.reads || example.ours == true, "\(example.text)")
    }
  }

  private static func passes(_ bytes: [UInt8]) -> Bool {
    JSONScanner.scanning(bytes) { scanner in (try? scanner.skipValue()) != nil && (try? scanner.expectEnd()) != nil }
  }

  @Test func `What is written is read back`() throws {
    for example in try Self.cases() {
      guard let value = try? JSONValue(parsing: Array(example.text.utf8)) else { continue }
      #expect(same(try JSONValue(parsing: Array(value.line.utf8)), value), "\(value.line)")
      // Another reader sees the same.
      let data = Data(value.line.utf8)
      if value.members == nil || Set((value.members ?? []).map(\.key)).count == value.members?.count {
        #expect(throws: Never.self) { _ = try JSONSerialization.jsonObject(with: data, options: .fragmentsAllowed) }
      }
    }
  }

  @Test func `Faults have their place`() throws {
    func fault(_ text: String) -> JSONFault? {
      do throws(JSONFault) {
        _ = try JSONValue(parsing: Array(text.utf8))
        return nil
      } catch {
        return error
      }
    }
    #expect(fault("{\"a\": tru")?.isAtEnd == true)
    #expect(fault("{\"a\": trux}")?.offset == 6)
    #expect(fault("[1, NaN]")?.rule == .notFinite("NaN") && fault("[1, -Infinity]")?.rule == .notFinite("-Infinity"))
    #expect(fault("\"\\ud800\"")?.rule == .loneSurrogate)
    let deep = String(repeating: "[", count: 129)
    #expect(fault(deep)?.rule == .tooDeep(limit: 128) && fault(deep)?.offset == 128)
    let numbers = try JSONValue(parsing: Array("[NaN,-Infinity,1e999]".utf8), takesNonFinite: true).elements
    #expect(numbers?.map(\.number).map { $0?.isFinite } == [false, false, false])
  }

  @Test func `Members keep their place`() throws {
    var document = try JSONValue(parsing: Array(#"{"b":1,"a":null,"c":[2]}"#.utf8))
    #expect(document["a"] == nil && document["b"]?.integer == 1)
    document["b"] = "x"
    document["c"] = nil
    document["d"] = [.bool(true)]
    #expect(document.line == #"{"b":"x","a":null,"d":[true]}"#)
    #expect(document == ["d": [true], "a": .null, "b": "x"])
  }

  /// Equal in kind, order and bits.
  private func same(_ left: JSONValue, _ right: JSONValue) -> Bool {
    switch (left, right) {
    case (.null, .null): true
    case (.bool(let a), .bool(let b)): a == b
    case (.integer(let a), .integer(let b)): a == b
    case (.double(let a), .double(let b)): a.bitPattern == b.bitPattern
    case (.string(let a), .string(let b)): a.utf8.elementsEqual(b.utf8)
    case (.array(let a), .array(let b)): a.count == b.count && zip(a, b).allSatisfy { same($0, $1) }
    case (.object(let a), .object(let b)):
      a.count == b.count && zip(a, b).allSatisfy { $0.key.utf8.elementsEqual($1.key.utf8) && same($0.value, $1.value) }
    default: false
    }
  }

  @Test("A number that has a point keeps it, and a whole one gets none; Python reads both for what they are")
  func typed() throws {
    let scratch = try Scratch(), text = #"{"b": [2.0, 2, -0.0, 1e300], "a": {"x": 0.5, "y": "2.0", "\#u{E000}": 1.0}}"#
    let document = try JSONValue(parsing: Array(text.utf8)), url = scratch.url.appendingPathComponent("c.json")
    try JSONFile.write(typed: document, to: url)
    let written = try String(contentsOf: url, encoding: .utf8)
    let tokens = written.filter { !$0.isWhitespace }
    #expect(tokens == #"{"a":{"x":0.5,"y":"2.0","\#u{E000}":1.0},"b":[2.0,2,-0.0,1e+300]}"#)
    // But for points, it is what Foundation writes.
    let plain = try JSONFile.data(document, .pretty, file: "")
    let bare = written.replacing("2.0,", with: "2,").replacing("1.0", with: "1").replacing("-0.0", with: "-0")
    #expect(bare == String(decoding: plain, as: UTF8.self))
  }
}
