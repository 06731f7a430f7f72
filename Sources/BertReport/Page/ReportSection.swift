/// A part of the page under a heading of its own.
package protocol ReportSection: Sendable {
  /// What the links at the top of the page point to: letters and hyphens.
  var anchor: String { get }
  /// The heading.
  var title: String { get }
  /// What stands under the heading.
  var body: Markup { get }
}
