import BertBaselines
import BertFT
import Foundation

/// Opens word vectors named on the command line.
enum VectorLocation {
  /// Opens a file that exists, else a name from the catalogue, which is fetched if need be. A file that is not in the
  /// native form is converted once and kept in the cache.
  ///
  /// - Throws: `CommandFailure` for a path that does not exist; what the hub and the readers throw.
  static func open(_ name: String, hub: Hub, console: Console) throws -> WordVectorTable {
    let url = try file(of: name, hub: hub, console: console)
    let cache = hub.vectorsDirectory.appendingPathComponent("converted", isDirectory: true)
    let clock = ContinuousClock()
    let begin = clock.now
    return try WordVectorFile.open(url, cache: cache) { report in
      let seconds = (clock.now - begin) / .seconds(1)
      console.note(
        "\(url.lastPathComponent): \(Self.described(report)), converted in \(Figures.duration(seconds)) and kept for "
          + "the next time")
    }
  }

  /// The file of a path or of a name from the catalogue.
  static func file(of name: String, hub: Hub, console: Console) throws -> URL {
    if FileManager.default.fileExists(atPath: name) { return URL(fileURLWithPath: name) }
    guard VectorCatalogue.entry(named: name) != nil else {
      throw CommandFailure(
        .inputMissing, "\(name): no such file, and no such name in the catalogue",
        remedy: "Give a file of word vectors, or a name from the catalogue (bertft vectors list).")
    }
    if let cached = hub.cachedVectors(name) { return cached }
    let drawing = DownloadDrawing(console: console)
    defer { console.endProgress() }
    return try Waiting.result { try await hub.vectors(name) { drawing.show($0) } }
  }

  /// A line about what was read and what was left out.
  static func described(_ report: WordVectorFile.Conversion) -> String {
    var text =
      "\(report.format.rawValue), \(Figures.count(report.words, "word")) of \(Figures.count(report.dimensions, "dimension"))"
    if report.repeated > 0 { text += ", \(Figures.count(report.repeated, "repeated word")) left out" }
    if report.unreadable > 0 {
      text += ", \(Figures.count(report.unreadable, "word that is", "words that are")) not UTF-8 left out"
    }
    if report.blankWords > 0 { text += ", \(Figures.count(report.blankWords, "blank word")) left out" }
    if let line = report.foreignLine { text += ", the first line '\(line)' skipped" }
    return text
  }
}
