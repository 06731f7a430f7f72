/// The id of a model on the Hub, `organisation/name`, with a revision.
///
/// Ids become parts of paths and URLs, so that only names are accepted that the Hub allows: ASCII letters, digits, `-`,
/// `_` and `.`, without `..` and `--`, and without a dot or hyphen at the beginning.
public struct HubID: Sendable, Equatable, CustomStringConvertible {
  /// The user or organisation.
  public let organisation: String
  /// The model's name without the organisation.
  public let name: String
  /// A branch, a tag or a commit; `main` by default.
  public let revision: String

  /// Parses `organisation/name` or `organisation/name@revision`; nil if the text has another form.
  public init?(parsing text: String) {
    let parts = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
    let names = parts[0].split(separator: "/", omittingEmptySubsequences: false)
    guard names.count == 2, names.allSatisfy({ PlainName.isHubName($0) }) else { return nil }
    organisation = String(names[0])
    name = String(names[1])
    revision = parts.count == 2 ? String(parts[1]) : "main"
    let steps = revision.split(separator: "/", omittingEmptySubsequences: false)
    guard revision.utf8.count <= 200, steps.allSatisfy({ PlainName.isHubName($0) }) else { return nil }
  }

  /// `organisation/name`, followed by `@` and the revision unless that is `main`.
  public var description: String {
    revision == "main" ? "\(organisation)/\(name)" : "\(organisation)/\(name)@\(revision)"
  }

  /// The id as one component of a path. It is unique, since names do not contain `--`.
  var folder: String { "\(organisation)--\(name)" }

  /// The revision as one component of a path.
  var revisionFolder: String { revision.split(separator: "/").joined(separator: "--") }

  /// Whether the revision is a full commit hash, whose files never change.
  var isCommit: Bool { PlainName.isCommit(revision) }
}
