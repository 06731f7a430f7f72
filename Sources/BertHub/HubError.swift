public import BertStorage

/// Why a model or a corpus could not be provided, and what to do next.
public struct HubError: Error, Sendable, Equatable, CustomStringConvertible, CodedError {
  /// What went wrong.
  public let reason: Reason
  /// The name, file or URL that the error is about.
  public let subject: String
  /// The error of the second source, if one was tried.
  public var alternative: String? { other?.plain }
  private let other: Wording?

  package init(_ reason: Reason, _ subject: String, alternative: Wording? = nil) {
    self.reason = reason
    self.subject = subject
    other = alternative
  }

  /// What went wrong, one case for each kind of failure.
  public enum Reason: Sendable, Equatable {
    /// The catalogue does not have the name.
    case unknownName(known: [String])
    /// The name is neither in the catalogue nor a valid id of the Hub.
    case invalidName
    /// A download is needed, but connections are forbidden.
    case offline
    /// No connection to the server could be made; the string is the reason.
    case unreachable(String)
    /// The server requires a token, or rejects this one.
    case unauthorised(status: Int)
    /// The token holds characters that no token has.
    case invalidToken
    /// The server does not have the file.
    case notFound
    /// The server answered with another status than success.
    case refused(status: Int)
    /// The connection broke repeatedly, last after this number of bytes.
    case connectionCut(received: Int)
    /// The server did not answer in time.
    case timedOut
    /// The server redirected to a URL that is not followed.
    case badRedirect(String)
    /// The server's response is not valid.
    case badAnswer(String)
    /// A file name from a server would lead out of its directory.
    case unsafeName(String)
    /// The received bytes have another SHA-256 than expected.
    case wrongHash(expected: String, found: String)
    /// More or fewer bytes were received than expected.
    case wrongSize(expected: Int, found: Int)
    /// The model lacks a file.
    case incomplete(missing: String)
    /// An operation of the file system failed.
    case file(FileError.Fault)
    /// The library that downloads files is not installed.
    case libraryMissing
    /// The Python that downloads packages cannot be started.
    case pythonMissing
    /// That Python has no pip.
    case pipMissing
    /// pip could not download the package.
    case pipFailed(String)
    /// The package does not hold the file.
    case memberMissing
    /// The content is not as expected.
    case unexpectedContent(String)
    /// The download was cancelled.
    case cancelled
  }

  /// The class of the error.
  public var code: ErrorCode {
    switch reason {
    case .unknownName, .invalidName, .invalidToken: .usage
    case .wrongHash, .wrongSize, .unsafeName, .badAnswer, .incomplete, .memberMissing, .unexpectedContent: .badData
    case .offline, .unreachable, .unauthorised, .notFound, .refused, .connectionCut, .timedOut, .badRedirect,
      .libraryMissing, .pythonMissing, .pipMissing, .pipFailed:
      .unavailable
    case .file(let fault): fault == .diskFull ? .tryAgain : .io
    case .cancelled: .interrupted
    }
  }

  /// Whether no second source is to be tried: the file system failed, or the user cancelled.
  var endsAllRoutes: Bool {
    switch reason {
    case .file, .cancelled: true
    default: false
    }
  }

  /// One line, or two where a second source was tried.
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
