import CBuild

/// The release this program belongs to.
enum Version {
  static let current = "0.1.0"

  /// The release, and the commit behind it where the one who built the program named it.
  static var withCommit: String {
    let commit = String(cString: cbuild_commit())
    return commit.isEmpty ? current : "\(current) (\(commit))"
  }
}
