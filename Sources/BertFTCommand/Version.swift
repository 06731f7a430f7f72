import CBuild

/// The release this program belongs to.
enum Version {
  static let current = "0.1.0"

  /// The release, and the commit where the build names one.
  static var withCommit: String {
    let commit = String(cString: cbuild_commit())
    return commit.isEmpty ? current : "\(current) (\(commit))"
  }
}
