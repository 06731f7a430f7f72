import Foundation

/// An output stream, to which bytes are only appended.
public struct ForwardOutput: Sendable {
  let descriptor: Int32
  let name: String

  /// Standard output.
  public static let standardOutput = ForwardOutput(descriptor: STDOUT_FILENO, name: "standard output")
}
