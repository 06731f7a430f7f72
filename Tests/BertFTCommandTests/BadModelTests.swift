import BertCheckpoint
import Foundation
import Testing

/// Models that are broken or meant to break the program.
struct BadModelTests {
  /// Ways to spoil a sound safetensors file.
  enum Damage: String, CaseIterable {
    case empty, halved, lastByteGone, extraByte, headerLengthHuge, headerLengthPastEnd, headerNotJSON, headerNotUTF8
    case overlap, offsetsBeyondEnd, negativeExtent, overflowingShape, unknownType, deepNesting

    func apply(to file: Data) -> Data {
      var bytes = [UInt8](file)
      func little(_ value: UInt64) -> [UInt8] { (0..<8).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) } }
      func header(_ text: String, values: Int = 0) -> [UInt8] {
        little(UInt64(text.utf8.count)) + Array(text.utf8) + [UInt8](repeating: 0, count: values)
      }
      switch self {
      case .empty: bytes = []
      case .halved: bytes.removeLast(bytes.count / 2)
      case .lastByteGone: bytes.removeLast()
      case .extraByte: bytes.append(0)
      case .headerLengthHuge: bytes.replaceSubrange(0..<8, with: little(.max))
      case .headerLengthPastEnd: bytes.replaceSubrange(0..<8, with: little(99_999_999))
      case .headerNotJSON: bytes[8] = UInt8(ascii: "<")
      case .headerNotUTF8: bytes[12] = 0xFF
      case .overlap:
        bytes = header(
          #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}"#,
          values: 12)
      case .offsetsBeyondEnd: bytes = header(#"{"a":{"dtype":"F32","shape":[1000],"data_offsets":[0,4000]}}"#)
      case .negativeExtent: bytes = header(#"{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}"#, values: 4)
      case .overflowingShape:
        bytes = header(
          #"{"a":{"dtype":"F32","shape":[4294967296,4294967296,4294967296],"data_offsets":[0,4]}}"#, values: 4)
      case .unknownType: bytes = header(#"{"a":{"dtype":"F99","shape":[1],"data_offsets":[0,4]}}"#, values: 4)
      case .deepNesting: bytes = header(String(repeating: "[", count: 1_000_000))
      }
      return Data(bytes)
    }
  }

  @Test(arguments: Damage.allCases)
  func damagedWeightsAreBadData(damage: Damage) throws {
    let folder = try Folder()
    let model = try TinyModel.write(to: folder.url.appendingPathComponent("model"), labels: ["pos", "neg"])
    let file = URL(fileURLWithPath: model).appendingPathComponent("model.safetensors")
    try damage.apply(to: Data(contentsOf: file)).write(to: file)
    for arguments in [["inspect", file.path], ["inspect", model], ["predict", model, "--text", "good"]] {
      let outcome = try Program.run(arguments)
      #expect(outcome.status == 65, "\(arguments): \(outcome)")
      #expect((1...2).contains(outcome.errorLines.count), "\(outcome)")
      #expect(outcome.errors.contains("model.safetensors"), "\(outcome)")
      #expect(outcome.output.isEmpty)
    }
  }

  @Test func vocabularyThatDoesNotFitTheWeightsIsBadData() throws {
    let folder = try Folder()
    let model = try TinyModel.write(
      to: folder.url.appendingPathComponent("model"), vocabularySize: 20, labels: ["pos", "neg"])
    let predicted = try Program.run(["predict", model, "--text", "the size of a page"])
    #expect(predicted.status == 65, "\(predicted)")
    #expect(predicted.errors.contains("20"), "\(predicted)")
    let trained = try Program.run([
      "train", try Fixture.reviews.get(), "--model", model, "--out", folder.path("out"), "--max-length", "32",
    ])
    #expect(trained.status == 65, "\(trained)")
    #expect(!FileManager.default.fileExists(atPath: folder.path("out")))
  }

  @Test func configurationThatDoesNotFitTheWeightsIsBadData() throws {
    let folder = try Folder()
    let model = try TinyModel.write(to: folder.url.appendingPathComponent("model"), labels: ["pos", "neg"])
    let url = URL(fileURLWithPath: model).appendingPathComponent("config.json")
    let sound = try String(contentsOf: url, encoding: .utf8)
    let spoilt = [
      sound.replacingOccurrences(of: "\"hidden_size\": 32", with: "\"hidden_size\": 64"),
      sound.replacingOccurrences(of: "\"num_hidden_layers\": 2", with: "\"num_hidden_layers\": 3"),
      sound.replacingOccurrences(of: "\"num_attention_heads\": 4", with: "\"num_attention_heads\": 0"),
      sound.replacingOccurrences(of: "\"num_attention_heads\": 4", with: "\"num_attention_heads\": 5"),
      sound.replacingOccurrences(of: "\"hidden_size\": 32", with: "\"hidden_size\": -32"),
      sound.replacingOccurrences(of: "\"hidden_size\": 32", with: "\"hidden_size\": 9223372036854775807"),
      sound.replacingOccurrences(of: "\"model_type\": \"bert\"", with: "\"model_type\": \"t5\""),
      sound.replacingOccurrences(of: "\"hidden_act\": \"gelu\"", with: "\"hidden_act\": \"nothing\""),
      String(sound.dropLast(40)), "", "[]", "{}",
    ]
    for text in spoilt {
      try Data(text.utf8).write(to: url)
      let outcome = try Program.run(["predict", model, "--text", "good"])
      #expect(outcome.status == 65, "\(outcome)\n\(text)")
      #expect((1...2).contains(outcome.errorLines.count), "\(outcome)")
    }
  }

  @Test func directoryWithoutModelIs66() throws {
    let folder = try Folder()
    for arguments in [["predict", folder.url.path, "--text", "x"], ["inspect", folder.url.path]] {
      let outcome = try Program.run(arguments)
      #expect(outcome.status == 66, "\(outcome)")
    }
  }

  @Test func encoderWithoutHeadIsNoBundle() throws {
    let outcome = try Program.run(["predict", try Fixture.encoder.get(), "--text", "good"])
    #expect(outcome.status == 65, "\(outcome)")
  }

  @Test func unknownModelOfflineIsUnavailable() throws {
    let folder = try Folder()
    let outcome = try Program.run(
      ["train", try Fixture.reviews.get(), "--model", "nobody/nothing", "--offline", "--out", folder.path("out")])
    #expect(outcome.status == 69, "\(outcome)")
    #expect((1...2).contains(outcome.errorLines.count), "\(outcome)")
  }
}
