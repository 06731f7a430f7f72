import BertInference
import BertKernels
import BertStorage
import Foundation

/// Puts a bundle into its place: it is written aside, exchanged with what is there in one call, and read back. Only
/// then is the old one removed.
struct BundlePlacement {
  let destination: URL

  /// Refuses a destination that holds something other than a bundle. An empty directory is accepted.
  ///
  /// - Throws: `outputTaken`.
  static func check(destination: URL) throws(TuningError) {
    // A run killed between two moves may have left the old bundle aside; this moves it back.
    Leftovers.clear(beside: destination.path)
    var isDirectory: ObjCBool = false
    guard FileManager.default.fileExists(atPath: destination.path, isDirectory: &isDirectory) else { return }
    let content = (try? FileManager.default.contentsOfDirectory(atPath: destination.path)) ?? [""]
    guard isDirectory.boolValue, content.isEmpty || ClassifierBundle.exists(at: destination) else {
      throw .outputTaken(path: destination.path)
    }
  }

  /// Writes, moves and checks a bundle. On failure the destination is as it was.
  ///
  /// - Parameters:
  ///   - operations: the calls of the file system.
  ///   - fill: writes the files into the directory that it is given.
  ///   - verify: reads the bundle back from its place, and throws where it is not as it should be.
  /// - Throws: `outputTaken`, `file`; what `fill` and `verify` throw.
  func install(
    operations: FileOperations = .system, fill: (URL) throws(TuningError) -> Void,
    verify: (URL) throws(TuningError) -> Void
  ) throws(TuningError) {
    try Self.check(destination: destination)
    let side = try TuningError.onFiles { () throws(FileError) in
      let side = try SideDirectory(beside: destination)
      try FileSystem.makeDirectory(side.made)
      return side
    }
    defer { side.remove() }
    try StageClock.time(.writing) { () throws(TuningError) in try fill(side.made) }
    let replacement = try TuningError.onFiles { () throws(FileError) in try side.replace(operations: operations) }
    do {
      try StageClock.time(.readingBack) { () throws(TuningError) in try verify(destination) }
    } catch {
      try TuningError.onFiles { () throws(FileError) in try side.undo(replacement, operations: operations) }
      throw error
    }
  }
}
