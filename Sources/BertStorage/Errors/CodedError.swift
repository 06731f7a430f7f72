/// What every error of this package says: a code for programs, a message for people, and what brought it about.
///
/// The types behind it say more: each has a case for each rule that can be broken, with the place and the values.
public protocol CodedError: Error, Sendable {
  /// The class of the error.
  var code: ErrorCode { get }
  /// One or two lines: what is wrong, where, and what to do next.
  var message: String { get }
  /// The error of a lower layer that this one passes on; nil where it began here.
  var cause: (any Error)? { get }
}

extension CodedError where Self: CustomStringConvertible {
  /// The description.
  public var message: String { description }
  /// Nothing.
  public var cause: (any Error)? { nil }
}
