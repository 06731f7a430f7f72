import Foundation

/// What a fuzzer starts from: the small files of `Tests/Fuzzing/Seeds`, and those that the tests have already.
enum Seeds {
  private static let fuzzing = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
  private static let tests = fuzzing.deletingLastPathComponent()

  /// Writes the seeds of a target, one file each.
  static func write(for target: FuzzTarget, to directory: URL) throws {
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    var seeds = try goldenFiles(of: target)
    let own = fuzzing.appendingPathComponent("Seeds/\(target.rawValue)", isDirectory: true)
    for url in (try? FileManager.default.contentsOfDirectory(at: own, includingPropertiesForKeys: nil)) ?? [] {
      seeds.append(try separated(Data(contentsOf: url)))
    }
    for (number, seed) in seeds.enumerated() {
      try seed.write(to: directory.appendingPathComponent("seed-\(number)"))
    }
    print("\(target.rawValue): \(seeds.count) seeds")
  }

  /// A line of dashes stands for the byte 0 between two files, which no text file should hold.
  private static func separated(_ data: Data) -> Data {
    var rest = data
    while let place = rest.range(of: Data("\n--------\n".utf8)) { rest.replaceSubrange(place, with: [10, 0]) }
    return rest
  }

  private struct GoldenFile: Decodable {
    let file: Data
  }

  private struct Pickled: Decodable {
    let good: [GoldenFile]
    let spoilt: [GoldenFile]
  }

  private struct Streams: Decodable {
    struct Stream: Decodable { let stream: Data }
    let good: [Stream]
    let refused: [Stream]
  }

  private static func goldenFiles(of target: FuzzTarget) throws -> [Data] {
    func golden(_ name: String) -> URL { tests.appendingPathComponent(name) }
    switch target {
    case .safetensors:
      let files = try JSONDecoder().decode(
        [GoldenFile].self, from: Data(contentsOf: golden("BertCheckpointTests/Golden/malformed.json")))
      return files.map(\.file)
    case .pickled:
      let files = try JSONDecoder().decode(
        Pickled.self, from: Data(contentsOf: golden("BertCheckpointTests/Golden/pickled.json")))
      return (files.good + files.spoilt).map(\.file)
    case .sentencepiece:
      return try ["bpe", "unigram"].map {
        try Data(contentsOf: golden("BertTextTests/Golden/sentencepiece-\($0).model"))
      }
    case .models:
      // A class's own reading of a model, which follows two files of text.
      let model = try Data(contentsOf: golden("BertTextTests/Golden/sentencepiece-unigram.model"))
      return ["albert", "xlnet", "camembert", "xlm-roberta", "deberta-v2", "t5", "big_bird"].map { type in
        Data("{\"model_type\": \"\(type)\"}\n\0{\"do_lower_case\": true, \"bos_token\": \"<s>\"}\n\0".utf8) + model
      }
    case .arrow:
      let streams = try JSONDecoder().decode(
        Streams.self, from: Data(contentsOf: golden("BertArrowTests/Golden/streams.json")))
      return (streams.good + streams.refused).map(\.stream)
    default: return []
    }
  }
}
