import BertBaselines
import BertStorage
import Foundation
import Testing

/// Every way to break a file of word vectors is an error that says what, where and what to do; nothing is left behind.
struct MalformedVectorTests {
  typealias Rule = VectorFileError.Rule

  static let texts: [(String, Rule, VectorFileError.Place?)] = [
    ("", .empty, nil),
    ("\n\n", .unknownFormat, .line(1)),
    ("a text of words\n", .unknownFormat, .line(1)),
    ("a 1 2\nb 1\n", .fieldCount(expected: 2, found: 1), .line(2)),
    ("a 1 2\n1 3\n", .wordMissing, .line(2)),
    ("a 1 2\nb 1 z\n", .notANumber("z"), .line(2)),
    ("a 1 2\nb 1 0x3\n", .notANumber("0x3"), .line(2)),
    ("a 1 2\nb 1 nan\n", .notFinite("b"), .line(2)),
    ("a 1 2\nb 1 1e39\n", .notFinite("b"), .line(2)),
    ("0 5\na 1 2 3 4 5\n", .noWords, .line(1)),
    ("5 0\na\n", .dimensions(0), .line(1)),
    ("5 70000\na\n", .dimensions(70000), .line(1)),
    ("99999999999 3\na 1 2 3\n", .headerMalformed, .line(1)),
    ("3 2\na 1 2\nb 1 2\n", .rowCount(expected: 3, found: 2), .line(3)),
    ("1 2\na 1 2\nb 1 2\n", .rowCount(expected: 1, found: 2), .line(3)),
    ("1 1\n" + String(repeating: "x", count: 70000) + " 1\n", .wordTooLong(limit: 65536), nil),
    ("1 3\nab", .cutShort, .byte(4)),
    ("1 3\na \u{1}\u{2}\u{3}", .cutShort, .byte(6)),
    ("1 1\na 0123trailing", .trailingBytes, .byte(10)),
  ]

  @Test(arguments: texts.indices) func brokenText(index: Int) throws {
    let (text, rule, place) = Self.texts[index]
    let error = try refusal(of: Array(text.utf8))
    #expect(error.rule == rule, "\(text.prefix(40)): \(error)")
    if let place { #expect(error.place == place, "\(text.prefix(40)): \(error)") }
    #expect(!error.description.contains("\n"))
  }

  /// A file cut anywhere is refused, or read to fewer words where nothing states how many there must be.
  @Test(arguments: ["word2vec-binary", "fasttext-skipgram", "fasttext-classifier", "glove-gzip", "glove-bzip2"])
  func cutAnywhere(name: String) throws {
    let whole = try ReferenceVectors.file(name)
    for length in stride(from: 0, to: whole.count, by: max(1, whole.count / 80)) {
      // A fastText model ends with its output matrix, which is not read.
      if name.hasPrefix("fasttext"), length > whole.count * 2 / 3 { break }
      _ = try refusal(of: Array(whole[..<length]))
    }
  }

  /// A changed byte never traps and never asks for more memory than the file deserves.
  @Test(arguments: ["word2vec-binary", "word2vec-text", "fasttext-skipgram", "glove-gzip", "glove-bzip2-members"])
  func changedAnywhere(name: String) throws {
    let folder = try VectorFolder()
    var file = try ReferenceVectors.file(name)
    for place in stride(from: 0, to: file.count, by: max(1, file.count / 120)) {
      let old = file[place]
      for new in [0xFF, old ^ 0x40] {
        file[place] = new
        do {
          _ = try WordVectorFile.convert(folder.write(file), to: folder["native"])
          let table = try WordVectorTable(contentsOf: folder["native"])
          #expect(table.count > 0)
        } catch is VectorFileError {}
      }
      file[place] = old
    }
  }

  @Test func fastTextsOwnRules() throws {
    let model = try ReferenceVectors.file("fasttext-skipgram")
    func changed(_ place: Int, to value: Int32) -> [UInt8] {
      var file = model
      for byte in 0..<4 { file[place + byte] = UInt8(truncatingIfNeeded: value >> Int32(8 * byte)) }
      return file
    }
    #expect(try refusal(of: changed(4, to: 99)).rule == .version(99))
    #expect(try refusal(of: changed(8, to: 0)).rule == .dimensions(0))
    #expect(try refusal(of: changed(8, to: 6)).rule.isMatrixShape)
    #expect(try refusal(of: changed(40, to: -1)).rule == .negativeSize("the number of buckets", -1))
    #expect(try refusal(of: changed(40, to: Int32.max)).rule.isMatrixShape)
    #expect(try refusal(of: changed(44, to: 9)).rule == .subwordLengths(minimum: 9, maximum: 4))
    // The dictionary begins behind 12 settings and a double.
    #expect(try refusal(of: changed(64, to: -5)).rule == .negativeSize("the size of the dictionary", -5))
    #expect(try refusal(of: changed(68, to: 0)).rule == .noWords)
    // -1 in eight bytes, where nothing was pruned.
    var pruned = changed(84, to: 3)
    pruned.replaceSubrange(88..<92, with: [0, 0, 0, 0])
    #expect(try refusal(of: pruned).rule == .pruned)
    #expect(try refusal(of: Array(ReferenceVectors.load().quantized)).rule == .quantized)
  }

  @Test func otherKindsOfFiles() throws {
    #expect(try refusal(of: [0x50, 0x4B, 3, 4, 0, 0]).rule == .archive("a zip archive"))
    var damaged = try ReferenceVectors.file("glove-gzip")
    damaged[40] ^= 0xFF
    #expect(try refusal(of: damaged).rule == .damagedCompression("gzip"))
    let folder = try VectorFolder()
    #expect(throws: VectorFileError.self) { try WordVectorFile.format(of: folder["none"]) }
    #expect(throws: VectorFileError.self) { try WordVectorFile.format(of: folder.url) }
    let file = try folder.write("a 1 2\n".utf8)
    let error = #expect(throws: VectorFileError.self) {
      try WordVectorFile.convert(file, to: folder["no/such/place"])
    }
    #expect(error?.code == .io)
  }

  @Test func aDamagedNativeFileIsRefused() throws {
    let folder = try VectorFolder()
    let lines = (0..<40).map { "word\($0) \($0) 1 2" }.joined(separator: "\n")
    try WordVectorFile.convert(folder.write(lines.utf8), to: folder["native"])
    let whole = try Array(Data(contentsOf: folder["native"]))
    let header = String(decoding: whole[8..<4096], as: UTF8.self)
    func opened(_ change: (inout [UInt8]) -> Void) throws -> VectorFileError? {
      var file = whole
      change(&file)
      do {
        _ = try WordVectorTable(contentsOf: folder.write(file, as: "changed"))
        return nil
      } catch { return error as? VectorFileError }
    }
    #expect(try opened { _ in } == nil)
    for (old, new) in [
      ("bertft-word-vectors-1", "bertft-word-vectors-2"), ("\"slots\"", "\"stols\""), ("\"U64\"", "\"I64\""),
      ("[40,3]", "[3,40]"), ("\"words\":{\"dtype\":\"U8\"", "\"words\":{\"dtype\":\"I8\""),
    ] {
      let changed = header.replacingOccurrences(of: old, with: new)
      #expect(changed != header)
      #expect(try opened { $0.replaceSubrange(8..<4096, with: changed.utf8) } != nil, "\(old)")
    }
    // Slots begin behind 40 · 3 floats; a slot that names a word that is not there, or none free.
    let slots = 4096 + 480
    #expect(try opened { for byte in 0..<4 { $0[slots + byte] = 0x7F } }?.rule == .tensorMalformed("slots"))
    #expect(try opened { for slot in 0..<128 { $0[slots + 4 * slot] = 1 } }?.rule == .tensorMalformed("slots"))
    #expect(try opened { $0[slots + 512 + 1] = 0xFF }?.rule == .tensorMalformed("ends"))
    #expect(try opened { $0.removeLast() } != nil)
  }

  private func refusal(of bytes: [UInt8]) throws -> VectorFileError {
    let folder = try VectorFolder()
    let file = try folder.write(bytes)
    let error = #expect(throws: VectorFileError.self) {
      try WordVectorFile.convert(file, to: folder["native"])
    }
    #expect(try folder.names == ["vectors"])
    return try #require(error)
  }
}

extension VectorFileError.Rule {
  var isMatrixShape: Bool { if case .matrixShape = self { true } else { false } }
}
