import BertStorage
import Foundation

/// A directory of bulk files of bounded size, `part-000001.ndjson` and so on, with the description and the mappings.
///
/// It grows in the partial directory. The journal names the file that is being filled and how many of its bytes are
/// valid; the files before it are full. At the end one rename moves the directory to its target.
final class SplitSink: EmbeddingSink {
  private let run: ResumableDirectory<ExportState>
  private let target: URL
  private let folder: URL
  private let limit: Int
  private let format: BulkFormat
  private var number = 0
  private var file: GrowingFile?
  let recovered: ExportState?

  var place: String { run.url.relativePath }
  var isWhole: Bool { false }

  /// - Parameters:
  ///   - target: A directory that does not exist, or is empty.
  ///   - limit: The most bytes of a file. A longer row has a file of its own.
  ///   - format: How rows are written.
  ///   - resumes: Whether an unfinished run is resumed; otherwise it is deleted.
  /// - Throws: `outputTaken`, `outputBusy`, `journalDamaged`, `output`.
  init(_ target: URL, limit: Int, format: BulkFormat, resumes: Bool) throws(ExportError) {
    self.target = target
    self.limit = limit
    self.format = format
    run = try ExportState.directory(for: target)
    folder = run.url.appendingPathComponent("files", isDirectory: true)
    if !resumes { run.empty() }
    recovered = try ExportState.recover(from: run)
    guard let state = recovered else {
      do {
        try OutputPlace.checkDirectory(target)
      } catch {
        run.remove()
        throw error
      }
      return
    }
    guard !state.isFinishing else { return }
    try OutputPlace.checkDirectory(target)
    guard let (name, size) = state.sizes.first, let number = Self.number(of: name) else {
      throw .journalDamaged(path: place)
    }
    for name in (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? [] {
      // Files that were begun after the last committed state.
      if let other = Self.number(of: name), other > number { FileSystem.discard(folder.appendingPathComponent(name)) }
    }
    let isWhole = (1...number).allSatisfy {
      FileManager.default.fileExists(atPath: folder.appendingPathComponent(Self.name($0)).path)
    }
    guard isWhole else { throw .journalDamaged(path: place) }
    do {
      try open(number, keeping: size)
    } catch .output(let error) where error.isTooShort {
      throw .journalDamaged(path: place)
    }
  }

  func begin(_ description: VectorDescription) throws(ExportError) {
    run.note(keeping: nil)
    FileSystem.discard(folder)
    guard mkdir(folder.path, 0o777) == 0 else {
      throw .output(FileError(.writing("mkdir", errno), target.relativePath))
    }
    try open(1, keeping: 0)
  }

  func append(_ batch: EmbeddingBatch) throws(ExportError) {
    var bytes: [UInt8] = []
    for row in 0..<batch.count {
      let lines = format.encode(row: row, of: batch)
      let size = (file?.size ?? 0) + bytes.count
      if size > 0, size + lines.count > limit {
        try fill(bytes)
        bytes = []
        try write { () throws(FileError) in try file?.synchronize() }
        try open(number + 1, keeping: 0)
      }
      bytes += lines
    }
    try fill(bytes)
  }

  func commit(_ state: ExportState) throws(ExportError) {
    var state = state
    try write { () throws(FileError) in try file?.synchronize() }
    state.sizes = [Self.name(number): file?.size ?? 0]
    try state.write(to: run)
  }

  func finish(_ description: VectorDescription, _ state: ExportState) throws(ExportError) {
    if !state.isFinishing {
      try write { () throws(FileError) in
        try file?.synchronize()
        try AtomicFile.write(
          description.json + Data("\n".utf8), to: folder.appendingPathComponent("description.json"))
      }
      try IndexMapping.write(description, for: folder, isDirectory: true)
      var state = state
      state.isFinishing = true
      try state.write(to: run)
    }
    // If the directory is missing, the run that is resumed has moved it.
    if FileManager.default.fileExists(atPath: folder.path) {
      try write { () throws(FileError) in try FileOperations.system.move(folder.path, to: target.path) }
    }
    run.remove()
  }

  func discard() { run.remove() }

  private func fill(_ bytes: [UInt8]) throws(ExportError) {
    try write { () throws(FileError) in try file?.append(bytes) }
  }

  private func open(_ number: Int, keeping size: Int) throws(ExportError) {
    let path = folder.appendingPathComponent(Self.name(number)).path
    let name = target.appendingPathComponent(Self.name(number)).relativePath
    try write { () throws(FileError) in file = try GrowingFile(at: path, keeping: size, name: name) }
    self.number = number
  }

  private static func name(_ number: Int) -> String {
    let digits = String(number)
    return "part-" + String(repeating: "0", count: max(0, 6 - digits.count)) + digits + ".ndjson"
  }

  private static func number(of name: String) -> Int? {
    guard name.hasPrefix("part-"), name.hasSuffix(".ndjson") else { return nil }
    return Int(name.dropFirst(5).dropLast(7)).flatMap { $0 > 0 ? $0 : nil }
  }

  private func write(_ body: () throws(FileError) -> Void) throws(ExportError) {
    do {
      try body()
    } catch {
      throw .output(error)
    }
  }
}
