import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// A small HTTP server on 127.0.0.1 that can misbehave, and that remembers what it was asked.
final class TestServer: Sendable {
  /// What a client asked.
  struct Request: Sendable {
    let path: String
    let headers: HTTPHeaders
  }

  /// How the body is sent.
  enum Sending: Sendable {
    case whole
    /// The connection is closed after so many bytes, though the length was announced in full.
    case cut(after: Int)
    /// Nothing more comes after so many bytes, but the connection stays open.
    case stalled(after: Int)
    /// Nothing is answered at all.
    case silent
  }

  /// What the server answers.
  struct Response: Sendable {
    var status: HTTPResponseStatus = .ok
    var headers: [String: String] = [:]
    var body = Data()
    var sending = Sending.whole

    static let notFound = Response(status: .notFound)
    static func redirect(_ place: String) -> Response {
      Response(status: .temporaryRedirect, headers: ["Location": place])
    }
  }

  let url: URL
  private let channel: any Channel
  private let log: Log

  final class Log: Sendable {
    let requests = Mutex<[Request]>([])
  }

  /// What was asked so far.
  var requests: [Request] { log.requests.withLock { $0 } }

  /// How often a path was asked for.
  func count(_ path: String) -> Int { requests.count { $0.path == path } }

  /// Starts a server; `answer` gets the request and how many there were for the same path before.
  init(_ answer: @escaping @Sendable (Request, Int) -> Response) async throws {
    let log = Log()
    let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.configureHTTPServerPipeline()
          try channel.pipeline.syncOperations.addHandler(Handler(log: log, answer: answer))
        }
      }
      .bind(host: "127.0.0.1", port: 0).get()
    self.channel = channel
    self.log = log
    let port = channel.localAddress?.port ?? 0
    url = URL(string: "http://127.0.0.1:\(port)") ?? URL(fileURLWithPath: "/")
  }

  deinit {
    channel.close(promise: nil)
  }

  /// Serves part of a body as a request with `Range` and `If-Range` asks for it.
  static func ranged(_ request: Request, _ body: Data, tag: String) -> Response {
    let range = request.headers.first(name: "Range") ?? ""
    let condition = request.headers.first(name: "If-Range")
    guard range.hasPrefix("bytes="), let start = Int(range.dropFirst(6).dropLast()),
      condition == nil || condition == tag
    else { return Response(headers: ["ETag": tag], body: body) }
    return Response(
      status: .partialContent,
      headers: ["ETag": tag, "Content-Range": "bytes \(start)-\(body.count - 1)/\(body.count)"],
      body: body.dropFirst(start))
  }

  private final class Handler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let log: Log
    private let answer: @Sendable (Request, Int) -> Response
    private var head: HTTPRequestHead?

    init(log: Log, answer: @escaping @Sendable (Request, Int) -> Response) {
      self.log = log
      self.answer = answer
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      switch unwrapInboundIn(data) {
      case .head(let head): self.head = head
      case .body: break
      case .end:
        guard let head else { return }
        let request = Request(path: head.uri, headers: head.headers)
        let earlier = log.requests.withLock { requests in
          defer { requests.append(request) }
          return requests.count { $0.path == request.path }
        }
        send(answer(request, earlier), context: context)
      }
    }

    private func send(_ response: Response, context: ChannelHandlerContext) {
      if case .silent = response.sending { return }
      var headers = HTTPHeaders(response.headers.map { ($0.key, $0.value) })
      headers.add(name: "Content-Length", value: "\(response.body.count)")
      context.write(
        wrapOutboundOut(.head(.init(version: .http1_1, status: response.status, headers: headers))), promise: nil)
      var body = response.body
      var closes = false
      var ends = true
      switch response.sending {
      case .cut(let count): (body, closes, ends) = (body.prefix(count), true, false)
      case .stalled(let count): (body, ends) = (body.prefix(count), false)
      case .whole, .silent: break
      }
      context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: body)))), promise: nil)
      if ends { context.write(wrapOutboundOut(.end(nil)), promise: nil) }
      context.flush()
      if closes {
        // What is on its way when the connection breaks may be lost; the wait makes the tests' figures exact.
        let channel = context.channel
        context.eventLoop.scheduleTask(in: .milliseconds(300)) { channel.close(promise: nil) }
      }
    }
  }
}
