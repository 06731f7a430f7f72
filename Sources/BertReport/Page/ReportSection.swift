/// A part of the page with its own heading.
package protocol ReportSection: Sendable {
  /// The HTML id that the links at the top of the page point to: letters and hyphens.
  var anchor: String { get }
  /// The heading.
  var title: String { get }
  /// The content under the heading.
  var body: Markup { get }
}
