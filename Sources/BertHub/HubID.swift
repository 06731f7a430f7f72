/// The id of a model on the Hub, `organisation/name`, with the revision that is meant.
///
/// Ids become parts of paths and addresses, so only what the Hub itself allows is accepted: ASCII letters, digits,
/// `-`, `_`, `.`, with neither `..` nor `--`, and never a leading dot.
public struct HubID: Sendable, Equatable, CustomStringConvertible {
  /// The user or organisation.
  public let organisation: String
  /// The model's own name.
  public let name: String
  /// A branch, a tag or a commit; `main` unless stated after an `@`.
  public let revision: String

  /// Reads `organisation/name` or `organisation/name@revision`; nil if the text has another form.
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

  /// `organisation/name`, with the revision unless that is `main`.
  public var description: String {
    revision == "main" ? "\(organisation)/\(name)" : "\(organisation)/\(name)@\(revision)"
  }

  /// The id as one part of a path, unlike any other id's since `--` cannot stand in a name.
  var folder: String { "\(organisation)--\(name)" }

  /// The revision as one part of a path.
  var revisionFolder: String { revision.split(separator: "/").joined(separator: "--") }

  /// Whether the revision is a full commit hash, whose files never change.
  var isCommit: Bool { PlainName.isCommit(revision) }
}
