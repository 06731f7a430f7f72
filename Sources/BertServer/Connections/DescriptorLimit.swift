import Foundation

/// How many descriptors the process may have open.
enum DescriptorLimit {
  /// What is left to files, models, threads' queues and the listener.
  static let reserve = 128

  /// Raises the soft limit as far as is wanted and the hard limit lets it: a process without a descriptor left cannot even make
  /// the queue that it needs to say so.
  ///
  /// - Returns: The soft limit then; nil where the system does not tell.
  static func raise(to wanted: Int) -> Int? {
    var limit = rlimit()
    guard get(&limit) else { return nil }
    if limit.rlim_cur < rlim_t(wanted) {
      var raised = limit
      raised.rlim_cur = min(rlim_t(wanted), limit.rlim_max)
      if set(&raised) { limit = raised }
    }
    return Int(clamping: limit.rlim_cur)
  }

  /// How many connections may be open at once.
  ///
  /// - Parameters:
  ///   - wanted: By the options.
  ///   - descriptors: The soft limit.
  static func connections(_ wanted: Int, descriptors: Int?) -> Int {
    guard let descriptors else { return wanted }
    return max(1, min(wanted, descriptors - reserve - ConnectionBook.room))
  }

  #if canImport(Darwin)
    private static func get(_ limit: inout rlimit) -> Bool { getrlimit(RLIMIT_NOFILE, &limit) == 0 }
    private static func set(_ limit: inout rlimit) -> Bool { setrlimit(RLIMIT_NOFILE, &limit) == 0 }
  #else
    private static func get(_ limit: inout rlimit) -> Bool {
      getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0
    }
    private static func set(_ limit: inout rlimit) -> Bool {
      setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0
    }
  #endif
}
