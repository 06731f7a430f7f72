/// Why a model or a corpus could not be had, of what, and what to do next.
public struct HubError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What went wrong.
  public let reason: Reason
  /// What it went wrong with: a name, a file or an address.
  public let subject: String
  /// What else was tried and how that ended, if anything was.
  public let alternative: String?

  package init(_ reason: Reason, _ subject: String, alternative: String? = nil) {
    self.reason = reason
    self.subject = subject
    self.alternative = alternative
  }

  /// The classes of error that a program answers differently; in exit codes 64, 65, 69, 74 and 130.
  public enum Kind: Sendable { case usage, badData, unavailable, io, interrupted }

  /// One case for each way to fail.
  public enum Reason: Sendable, Equatable {
    case unknownName(known: [String])
    case invalidName
    case offline
    case unreachable(String)
    case unauthorised(status: Int)
    case notFound
    case refused(status: Int)
    case connectionCut(received: Int)
    case timedOut
    case badRedirect(String)
    case badAnswer(String)
    case unsafeName(String)
    case wrongHash(expected: String, found: String)
    case wrongSize(expected: Int, found: Int)
    case incomplete(missing: String)
    case diskFull
    case notWritable
    case io(operation: String, code: Int32)
    case pythonMissing
    case pipMissing
    case pipFailed(String)
    case memberMissing
    case unexpectedContent(String)
    case cancelled
  }

  /// How a program should class the error.
  public var kind: Kind {
    switch reason {
    case .unknownName, .invalidName: .usage
    case .wrongHash, .wrongSize, .unsafeName, .badAnswer, .incomplete, .memberMissing, .unexpectedContent: .badData
    case .offline, .unreachable, .unauthorised, .notFound, .refused, .connectionCut, .timedOut, .badRedirect,
      .pythonMissing, .pipMissing, .pipFailed:
      .unavailable
    case .diskFull, .notWritable, .io: .io
    case .cancelled: .interrupted
    }
  }

  /// One line, or two where a second way was tried.
  public var description: String {
    let line = "\(subject): \(complaint); \(remedy)"
    return alternative.map { "\(line)\nthe other way failed too: \($0)" } ?? line
  }

  func withAlternative(_ other: HubError) -> HubError {
    HubError(reason, subject, alternative: "\(other.subject): \(other.complaint); \(other.remedy)")
  }
}
