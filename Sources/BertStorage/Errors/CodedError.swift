/// What every error of this package has: a code for programs, a message for people, and its cause.
///
/// The types that conform have a case for each rule that can be broken, with the place and the values.
public protocol CodedError: Error, Sendable {
  /// The class of the error.
  var code: ErrorCode { get }
  /// One or two lines: what is wrong, where, and what to do next.
  var message: String { get }
  /// The error of a lower layer that led to this one; nil where there is none.
  var cause: (any Error)? { get }
}

extension CodedError where Self: CustomStringConvertible {
  /// The description.
  public var message: String { description }
  /// Nothing.
  public var cause: (any Error)? { nil }
}
