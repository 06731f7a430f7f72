import BertInference
import BertKernels
import BertStorage
import Foundation

/// The place of a bundle: written aside, moved in one rename, read back, and only then does it replace what was there.
struct BundlePlacement {
  let destination: URL

  /// Refuses a destination that holds something other than a bundle. An empty directory is taken.
  static func check(destination: URL) throws(TuningError) {
    var isDirectory: ObjCBool = false
    guard FileManager.default.fileExists(atPath: destination.path, isDirectory: &isDirectory) else { return }
    let content = (try? FileManager.default.contentsOfDirectory(atPath: destination.path)) ?? [""]
    guard isDirectory.boolValue, content.isEmpty || ClassifierBundle.exists(at: destination) else {
      throw .outputTaken(path: destination.path)
    }
  }

  /// Lets `fill` write the files into a directory aside, moves it into place and lets `verify` read it back. On failure
  /// the destination is as it was.
  func install(
    fill: (URL) throws(TuningError) -> Void, verify: (URL) throws(TuningError) -> Void
  ) throws(TuningError) {
    try Self.check(destination: destination)
    let aside = sibling("tmp")
    FileSystem.discard(aside)
    do {
      try TuningError.onFiles { () throws(FileError) in try FileSystem.makeDirectory(aside) }
      try StageClock.time(.writing) { () throws(TuningError) in try fill(aside) }
    } catch {
      FileSystem.discard(aside)
      throw error
    }
    try replace(with: aside, verify: verify)
  }

  /// Until the new bundle has been read back, the old one waits beside it.
  private func replace(with aside: URL, verify: (URL) throws(TuningError) -> Void) throws(TuningError) {
    let old = sibling("old")
    let replaces = FileManager.default.fileExists(atPath: destination.path)
    if replaces {
      FileSystem.discard(old)
      try move(destination, to: old)
    }
    do {
      try move(aside, to: destination)
      try StageClock.time(.readingBack) { () throws(TuningError) in try verify(destination) }
    } catch {
      FileSystem.discard(aside)
      FileSystem.discard(destination)
      if replaces { try move(old, to: destination) }
      throw error
    }
    FileSystem.discard(old)
  }

  private func move(_ from: URL, to: URL) throws(TuningError) {
    try TuningError.onFiles { () throws(FileError) in try FileSystem.rename(from, to: to) }
  }

  private func sibling(_ kind: String) -> URL {
    let name = "\(destination.lastPathComponent).\(kind)-\(ProcessInfo.processInfo.processIdentifier)"
    return destination.deletingLastPathComponent().appendingPathComponent(name)
  }
}
