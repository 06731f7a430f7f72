/// What has a message for users of the library and another for the command line: errors, faults and remarks that speak of
/// options.
///
/// The description of such a type is the plain one.
package protocol Worded {
  /// One or two lines: what is wrong, where, and what to do next.
  var wording: Wording { get }
}
