import Foundation

/// A place that takes bytes one behind the other and no more.
public struct ForwardOutput: Sendable {
  let descriptor: Int32
  let name: String

  /// Standard output.
  public static let standardOutput = ForwardOutput(descriptor: STDOUT_FILENO, name: "standard output")
}
