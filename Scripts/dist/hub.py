"""Serves one model's directory over TLS at 127.0.0.1 as the Hub serves models, and prints the port.

usage: python3 Scripts/dist/hub.py DIRECTORY CERTIFICATE KEY
"""
import functools
import http.server
import ssl
import sys


class Handler(http.server.SimpleHTTPRequestHandler):
    def translate_path(self, path):
        """`/ORGANISATION/NAME/resolve/REVISION/FILE` is FILE, whichever model is asked for."""
        return super().translate_path("/".join(path.split("/")[5:]) or "none")

    def log_message(self, *_):
        pass


handler = functools.partial(Handler, directory=sys.argv[1])
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(sys.argv[2], sys.argv[3])
server.socket = context.wrap_socket(server.socket, server_side=True)
print(server.server_port, flush=True)
server.serve_forever()
