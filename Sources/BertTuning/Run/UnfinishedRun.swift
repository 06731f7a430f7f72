public import Foundation

/// Whether an earlier run can be resumed.
public enum UnfinishedRun {
  /// Whether a run that writes a bundle or an encoder has saved something beside its place.
  public static func lies(beside output: URL) -> Bool {
    RunDirectory.holdsRun(for: output) || SelectionDirectory.holdsRun(for: output)
  }

  /// Whether a comparison, or a search among settings, has saved something in its directory.
  public static func lies(in directory: URL) -> Bool {
    [ComparisonRecord.fileName, TuneRecord.fileName].contains {
      FileManager.default.fileExists(atPath: directory.appendingPathComponent($0).path)
    }
  }
}
