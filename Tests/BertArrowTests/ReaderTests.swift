import BertArrow
import Foundation
import Testing
import _TestSupport

/// The reader of Arrow's streams against pyarrow's writer (Scripts/golden/arrow_streams.py).
struct ReaderTests {
  struct Golden: Decodable {
    struct Good: Decodable {
      let name: String
      let stream: Data
      let column: String
      let batches: [[Data?]]
    }

    struct Refused: Decodable {
      let name: String
      let stream: Data
      let error: String
    }

    let good: [Good]
    let refused: [Refused]
  }

  private static let golden = Result {
    try JSONDecoder().decode(
      Golden.self,
      from: Data(contentsOf: RepositoryRoot.url.appendingPathComponent("Tests/BertArrowTests/Golden/streams.json")))
  }

  @Test func textsAreThoseOfPyarrow() throws {
    for stream in try Self.golden.get().good {
      let texts = try ArrowStreamReader.texts([UInt8](stream.stream), column: stream.column)
      #expect(texts == stream.batches.map { $0.map { $0.map { [UInt8]($0) } } }, "\(stream.name)")
    }
  }

  @Test func whatIsNotReadIsRefusedByItsRule() throws {
    for stream in try Self.golden.get().refused {
      let error = #expect(throws: ArrowError.self, "\(stream.name)") {
        try ArrowStreamReader.texts([UInt8](stream.stream), column: "text")
      }
      #expect(error.map { "\($0)".isEmpty } == false && Self.rule(error) == stream.error, "\(stream.name)")
    }
  }

  private static func rule(_ error: ArrowError?) -> String {
    switch error {
    case .columnType: "columnType"
    case .compressed: "compressed"
    case .notAStream: "notAStream"
    case .fileFormat: "fileFormat"
    default: "another"
    }
  }

  /// A stream cut anywhere but between messages is an error, and what came before it is there.
  @Test func cutStreamsEndWithAnError() throws {
    let stream = try #require(try Self.golden.get().good.first { $0.name == "sliced" })
    let bytes = [UInt8](stream.stream)
    var whole: [Int] = []
    for length in 0..<bytes.count {
      do throws(ArrowError) {
        whole.append(try ArrowStreamReader.texts(Array(bytes.prefix(length)), column: "text").count)
      } catch {
        #expect(error.description.contains("ends within"), "\(length) bytes: \(error)")
      }
    }
    // Without a byte, behind the schema, and behind each of the two batches.
    #expect(whole == [0, 0, 1, 2])
  }

  /// No byte of a stream, whatever its value, traps.
  @Test func changedBytesAreErrorsOrTexts() throws {
    for name in ["utf8", "columns of all types", "sliced"] {
      let stream = try #require(try Self.golden.get().good.first { $0.name == name })
      let bytes = [UInt8](stream.stream)
      let step = max(1, bytes.count / 700)
      for place in stride(from: 0, to: bytes.count, by: step) {
        for value: UInt8 in [0, 1, 0x7F, 0x80, 0xFF] {
          var changed = bytes
          changed[place] = value
          do throws(ArrowError) {
            _ = try ArrowStreamReader.texts(changed, column: stream.column, limit: 1 << 20)
          } catch {
            #expect(!error.description.isEmpty)
          }
        }
      }
    }
  }

  @Test func aMessageOverTheLimitIsRefusedBeforeItIsRead() throws {
    let stream = try #require(try Self.golden.get().good.first { $0.name == "utf8" })
    let error = #expect(throws: ArrowError.self) {
      try ArrowStreamReader.texts([UInt8](stream.stream), column: "text", limit: 300)
    }
    #expect(error?.description.contains("the limit is 300") == true, "\(String(describing: error))")
    var huge = [UInt8](stream.stream)
    huge[7] = 0x7F
    #expect(throws: ArrowError.self) { try ArrowStreamReader.texts(huge, column: "text") }
  }
}
