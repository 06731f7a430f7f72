import BertCheckpoint
import BertInference
import BertReport
import Foundation

/// The directory of a comparison. `compare.json` is replaced in one step after each rung, so that whenever the program is
/// killed the finished rungs are there.
struct ComparisonDirectory {
  static let recordName = "compare.json"
  let url: URL

  var recordFile: URL { url.appendingPathComponent(Self.recordName) }

  /// Refuses a directory that holds something other than a comparison; makes it where it is not there.
  ///
  /// - Throws: `outputTaken`, `io`.
  init(at url: URL) throws(TuningError) {
    self.url = url
    var isDirectory: ObjCBool = false
    if FileManager.default.fileExists(atPath: url.path, isDirectory: &isDirectory) {
      let content = (try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? [""]
      guard isDirectory.boolValue, content.isEmpty || content.contains(Self.recordName) else {
        throw .outputTaken(path: url.path)
      }
    }
    try FileSystem.makeDirectory(url)
  }

  /// What was done before.
  ///
  /// - Throws: `nothingToResume`, `fileMalformed`, `newerFormat`, `io`.
  func record() throws(TuningError) -> ComparisonRecord {
    guard FileManager.default.fileExists(atPath: recordFile.path) else { throw .nothingToResume(path: url.path) }
    let data = try FileSystem.read(recordFile)
    struct Format: Decodable { let format_version: Int }
    do {
      let format = try JSONDecoder().decode(Format.self, from: data).format_version
      guard format <= 1 else {
        throw TuningError.inference(.newerFormat(path: recordFile.path, found: format, known: 1))
      }
      return try JSONDecoder().decode(ComparisonRecord.self, from: data)
    } catch let error as TuningError {
      throw error
    } catch {
      throw .fileMalformed(path: recordFile.path, reason: "not a comparison's record; start anew without --resume")
    }
  }

  func write(_ record: ComparisonRecord) throws(TuningError) {
    do {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
      try AtomicFile.write(try encoder.encode(record) + Data("\n".utf8), to: recordFile)
    } catch let error as CheckpointError {
      throw .checkpoint(error)
    } catch {
      throw .io(operation: "encode", path: recordFile.path, reason: "\(error)")
    }
  }

  func write(_ page: ReportPage) throws(TuningError) {
    do {
      try AtomicFile.write(page.data, to: url.appendingPathComponent(ReportPage.fileName))
    } catch {
      throw .checkpoint(error)
    }
  }

  /// Bytes of the files of a bundle.
  static func size(of url: URL) -> Int {
    guard let files = FileManager.default.enumerator(at: url, includingPropertiesForKeys: [.fileSizeKey]) else {
      return 0
    }
    return files.reduce(0) { sum, file in
      sum + ((try? (file as? URL)?.resourceValues(forKeys: [.fileSizeKey]))?.fileSize ?? 0)
    }
  }
}
