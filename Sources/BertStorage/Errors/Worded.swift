/// A type with one message for users of the library and another for the command line: errors, faults and remarks that
/// name options.
///
/// The description of such a type is the plain message.
package protocol Worded {
  /// One or two lines: what is wrong, where, and what to do next.
  var wording: Wording { get }
}
