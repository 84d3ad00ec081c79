# Signs through the agent without Node: starting Node is most of what each commit of a rebase costs, and Perl is wherever git is.
# This does the work of signer/agent/sign.ts in the most frequent case: an agent runs and signs without a question. It makes the
# same checks and sends the same bytes to the same socket (the tests compare them). In every other case Node takes over: it gets
# all that was read, and the connection if the request was already sent.
#
# usage: perl first-try.pl PROGRAM --status-fd=N -bsau KEY; git's configuration is on WAXSEAL_GIT_CONFIG_FD. Perl 5.10, and
# no module: loading one costs more than all of this, and PERL5LIB could choose another file (the build drops `strict`).
use strict;

my ($program, @arguments) = @ARGV;
my $CONFIG_FD = 'WAXSEAL_GIT_CONFIG_FD';
my $node = delete $ENV{WAXSEAL_NODE};
my $output = $ENV{WAXSEAL_OUTPUT_FD} || 1; # the launcher has moved git's pipe there
# What io/environment/names.ts and protocol.ts say of what is sent and kept: the build writes it here (scripts/build/first-try.mjs).
__TABLES__;
$^F = 255; # descriptors that are opened here must survive `exec`: Node may need them
$SIG{PIPE} = 'IGNORE';
delete $ENV{PERL_BADLANG};

sub with_node {
  exec $node, $program, @arguments;
  exit 2;
}

my ($status_fd) = @arguments == 3 && $arguments[1] eq '-bsau' ? $arguments[0] =~ /\A--status-fd=(\d{1,4})\z/ : ();
with_node() if !defined $status_fd || $^O !~ /\A(?:linux|darwin)\z/ || ~0 < 2**63;

# The place of the agent, as in io/run-directory.ts and signer/agent/place.ts.

sub network {
  my @found;
  for my $name (@network_names) {
    my $forged = $name eq $cgi[1] && defined $ENV{$cgi[0]};
    my ($value) = grep { defined && length } map { $ENV{$_} } lc $name, $forged ? () : $name;
    push @found, [$name, $value] if defined $value;
  }
  my ($authorities) = grep { defined && length } map { $ENV{$_} } @authorities_names;
  push @found, [$authorities_names[0], $authorities] if defined $authorities;
  return @found;
}

sub quoted {
  my ($text) = @_;
  my %short = ("\b" => 'b', "\t" => 't', "\n" => 'n', "\f" => 'f', "\r" => 'r', '"' => '"', '\\' => '\\');
  $text =~ s/([\x00-\x1f"\\])/'\\' . ($short{$1} || sprintf 'u%04x', ord $1)/ge;
  return qq("$text");
}

sub object { '{' . join(',', map { quoted($_->[0]) . ':' . quoted($_->[1]) } @_) . '}' }

sub short_hash {
  my $hash;
  {
    BEGIN { $^H |= 1 } # as `use integer`, which would load a file
    $hash = -3750763034362895579; # 0xcbf29ce484222325
    $hash = ($hash ^ $_) * 0x100000001b3 for unpack 'C*', $_[0];
  }
  $hash = unpack 'Q', pack 'q', $hash;
  my $digits = '';
  for (; $hash > 0; $hash = ($hash - $hash % 36) / 36) {
    $digits = substr('0123456789abcdefghijklmnopqrstuvwxyz', $hash % 36, 1) . $digits;
  }
  return $digits;
}

sub is_safe {
  my ($directory, $socket) = @_;
  return 0 if $directory !~ m{\A(?:/[^/]+)+\z} || "$directory/" =~ m{/\.\.?/} || length $socket > 103;
  for (my $path = $directory; ; $path =~ s{/[^/]*\z}{}) {
    my (undef, undef, $mode, undef, $owner) = lstat(length $path ? $path : '/') or return 0;
    # Node resolves symbolic links before it checks a path. Here a path with a symbolic link is left to Node.
    return 0 if ($mode & 0170000) != 0040000 || $owner != $< && ($owner != 0 || $path eq $directory);
    return 0 if $path eq $directory ? $mode & 0077 : ($mode & 0022) && !($mode & 01000);
    last if $path eq '';
  }
  my (undef, undef, $mode, undef, $owner) = lstat $socket or return 0;
  return ($mode & 0170000) == 0140000 && $owner == $< && !($mode & 0077);
}

my $home = $ENV{HOME};
with_node() if !defined $home || $home !~ m{\A/};
my @network = network();
my $cache = ($ENV{XDG_CACHE_HOME} || '') =~ m{\A/} ? $ENV{XDG_CACHE_HOME} : $home . ($^O eq 'darwin' ? '/Library/Caches' : '/.cache');
my $directory = ($ENV{XDG_RUNTIME_DIR} || '') =~ m{\A/} ? "$ENV{XDG_RUNTIME_DIR}/waxseal" : "$cache/waxseal/run";
my $socket = "$directory/agent-" . short_hash('[' . quoted($home) . ',' . object(@network) . ']') . '.sock';
with_node() if !is_safe($directory, $socket);
my $address = $^O eq 'linux' ? pack('Sa*', 1, $socket) : pack('CCa*', 2 + length $socket, 1, $socket);
my $agent;
socket($agent, 1, 1, 0) && connect($agent, $address) or with_node();

# What is sent, as in signer/agent/surroundings.ts.

sub of_pair {
  my ($part, $key, $value) = @_;
  return $value if $value eq '' || $key =~ $CONFIG_NAMES;
  return $part eq 'KEY' ? $NO_KEY : $NOT_SENT;
}

sub own_words {
  return join ' ', grep { /\A'([^'=]*)/ && $1 =~ $CONFIG_NAMES } $_[0] =~ /$CONFIG_WORD/g;
}

sub environment {
  my %sent;
  for my $name (grep { !$never_sent{$_} } keys %ENV) {
    my $value = $ENV{$name};
    if ($name =~ $CONFIG_PAIR) { $sent{$name} = of_pair($1, $ENV{"GIT_CONFIG_KEY_$2"} // '', $value) }
    elsif ($name eq $CONFIG_ALL) { $sent{$name} = own_words($value) }
    elsif ($name =~ $SETTINGS || $names{$name}) {
      $sent{$name} = $value ne '' && $name =~ $SECRET && !$no_secret{$name} ? $NOT_SENT : $value;
    }
  }
  $sent{$_->[0]} = $_->[1] for @network;
  return object(map { [$_, $sent{$_}] } sort keys %sent);
}

sub decoded {
  my ($text) = @_;
  $text =~ tr{A-Za-z0-9+/}{}cd;
  $text =~ tr{A-Za-z0-9+/}{ -_};
  return join '', map { unpack 'u', chr(32 + int(length($_) * 3 / 4)) . $_ } $text =~ /(.{1,60})/gs;
}

sub encoded {
  my ($bytes) = @_;
  my $text = pack 'u', $bytes;
  $text =~ s/^.|\n//gm;
  $text =~ tr{` -_}{AA-Za-z0-9+/};
  my $padding = (3 - length($bytes) % 3) % 3;
  substr($text, -$padding) = '=' x $padding if $padding;
  return $text;
}

# `iss`, and `email` or `sub`, of a token in the usual form. An empty list for any other: those are left to Node.
sub claimed {
  my ($part) = $_[0] =~ /\A\s*[\w-]+\.([\w-]+)\.[\w-]*\s*\z/ or return;
  $part =~ tr{_-}{/+};
  my $json = decoded($part);
  my $string = qr/"[^"\\\x00-\x1f]*"/;
  my $value = qr/(?<value>$string|[-+.\w]+|[\[{](?:[\s,:]*(?&value))*+[\s,:]*[\]}])/;
  return if $json !~ /\A\s*\{(?:[\s,]*$string\s*:\s*$value)*+\s*\}\s*\z/;
  my %claims;
  $claims{$1} = $2 while $json =~ /\G[\s{,]*"([^"]*)"\s*:\s*($value)/gc;
  my $subject = ($claims{email} // '""') eq '""' ? $claims{sub} : $claims{email};
  return if grep { !defined || !/\A$string\z/ } $claims{iss}, $subject;
  return qq({"issuer":$claims{iss},"subject":$subject});
}

sub entries {
  my @parts = split /\0/, $_[0], -1;
  my @entries;
  for (my $i = 0; $i + 2 < @parts; $i += 3) {
    my ($scope, $origin, $pair) = @parts[$i .. $i + 2];
    next if $pair !~ /\A(?:waxseal|gitsign)\./;
    my ($key, $value) = split /\n/, $pair, 2;
    push @entries, object(['key', $key], defined $value ? ['value', $value] : (), ['scope', $scope], ['origin', $origin]);
  }
  return '[' . join(',', @entries) . ']';
}

# EINTR, and EAGAIN of Linux and of macOS.
sub is_not_yet { $! == 4 || $! == 11 || $! == 35 }

# Returns undefined if it cannot be read.
sub read_all {
  my ($handle) = @_;
  my $bytes = '';
  for (;;) {
    my $count = sysread $handle, $bytes, 1 << 20, length $bytes;
    return $bytes if defined $count && $count == 0;
    next if defined $count;
    return undef if !is_not_yet();
    select undef, undef, undef, 0.005;
  }
}

my $token = $ENV{SIGSTORE_ID_TOKEN} // '';
my $claimed = $token eq '' ? '' : claimed($token);
with_node() if !defined $claimed;
my $cwd = readlink '/proc/self/cwd';
chomp($cwd = `pwd -P`) if !defined $cwd;
my ($config, $git_config) = ('', '');
if (open my $handle, '<&=', $ENV{$CONFIG_FD}) {
  $config = read_all($handle) // '';
  $git_config = ',"gitConfig":' . entries($1) if $config =~ /\A(.*)complete\z/s;
}
my $payload = read_all(\*STDIN);
with_node() if !defined $payload;

# Node starts and reads everything again from a pipe. A pipe holds little, so another process writes what does not fit at once.

sub again {
  my ($bytes) = @_;
  pipe my $from, my $to or exit 2;
  my $writer = fork;
  exit 2 if !defined $writer;
  if ($writer == 0) {
    close $_ for \*STDIN, \*STDOUT, \*STDERR, $from, $agent;
    my $pipe;
    open $pipe, '>&=', $output and close $pipe;
    my $at = 0;
    while ($at < length $bytes) {
      $at += syswrite($to, $bytes, length($bytes) - $at, $at) // exit 1;
    }
    exit 0;
  }
  return $from;
}

sub with_node_again {
  open STDIN, '<&', again($payload) or exit 2;
  my $rest = again($config);
  $ENV{$CONFIG_FD} = fileno $rest;
  if ($_[0]) { $ENV{WAXSEAL_AGENT_FD} = fileno $agent }
  else { close $agent }
  with_node();
}

my $LARGEST_HASHED = 16384; # Perl takes as long for its digest as Node takes to start
with_node_again(0) if length $payload > $LARGEST_HASHED;
my $debug = grep { length($ENV{$_} // '') } qw(WAXSEAL_DEBUG_LOG WAXSEAL_DEBUG);
my $terminal = open my $tty, '>>', '/dev/tty';
my $surroundings = join ',', '"cwd":' . quoted($cwd), '"env":' . environment(), '"terminal":' . ($terminal ? 'true' : 'false'),
  '"debug":' . ($debug ? 'true' : 'false') . ($claimed && qq(,"claimed":$claimed)) . $git_config;
my $request = qq({"type":"sign","surroundings":{$surroundings},"payload":") . encoded($payload)
  . qq(","protocol":$PROTOCOL,"program":"$VERSION"});
close $tty if $terminal;
my $frame = pack('N', length $request) . $request;
for (my $at = 0; $at < length $frame;) {
  $at += syswrite($agent, $frame, length($frame) - $at, $at) // with_node_again(0);
}

# The answer. Anything but `working` or a signature stays unread, for Node.

sub taken {
  my ($length) = @_;
  my $bytes = '';
  while (length $bytes < $length) {
    sysread $agent, $bytes, $length - length $bytes, length $bytes or with_node_again(0);
  }
  return $bytes;
}

my $WORKING = '{"type":"working"}';
my $SIGNED = '{"type":"signed","record":false,';
my ($answer, $heard) = (undef, 0);
until (defined $answer) {
  my $ready = '';
  vec($ready, fileno $agent, 1) = 1;
  my $count = select $ready, undef, undef, 20;
  next if $count < 0;
  with_node_again($heard) if $count == 0;
  recv $agent, my $seen, 4 + length $SIGNED, 2; # MSG_PEEK
  with_node_again($heard) if !length $seen; # the agent has ended: Node sees that too, and counts it if the agent was at work
  my ($length, $start) = (unpack('N', $seen), substr $seen, 4);
  if (index($start, $WORKING) == 0) { taken(4 + length $WORKING); $heard = 1 }
  elsif ($start eq $SIGNED) { $answer = substr taken(4 + $length), 4 }
  else { with_node_again(1) }
}
my ($created, $armor) = $answer =~ m{"created":"([\x20-\x21\x23-\x5b\x5d-\x7e]+)\\n".*"armor":"([\w+/]+=*)"}
  or with_node_again(0);

# What git gets must be one whole signature over this payload. Its digest is checked here; that the certificate's key made it, Perl
# cannot check: the agent has verified that before it answered (sign-task.ts). Anything else is left to Node, which checks both.

# FIPS 180-4 sections 4.2.2 and 5.3.3.
my @rounds = unpack 'N64', pack 'H*', '428a2f9871374491b5c0fbcfe9b5dba53956c25b59f111f1923f82a4ab1c5ed5d807aa9812835b01243185be550c7dc372be5d7480deb1fe9bdc06a7c19bf174'
  . 'e49b69c1efbe47860fc19dc6240ca1cc2de92c6f4a7484aa5cb0a9dc76f988da983e5152a831c66db00327c8bf597fc7c6e00bf3d5a7914706ca635114292967'
  . '27b70a852e1b21384d2c6dfc53380d13650a7354766a0abb81c2c92e92722c85a2bfe8a1a81a664bc24b8b70c76c51a3d192e819d6990624f40e3585106aa070'
  . '19a4c1161e376c082748774c34b0bcb5391c0cb34ed8aa4a5b9cca4f682e6ff3748f82ee78a5636f84c878148cc7020890befffaa4506cebbef9a3f7c67178f2';
my @first_state = unpack 'N8', pack 'H*', '6a09e667bb67ae853c6ef372a54ff53a510e527f9b05688c1f83d9ab5be0cd19';

sub sha256 {
  my ($bytes) = @_;
  BEGIN { $^H |= 1 }
  my $count = length $bytes;
  $bytes .= "\x80" . "\0" x ((119 - $count % 64) % 64) . pack 'NN', 0, $count * 8;
  my @state = @first_state;
  for (my $at = 0; $at < length $bytes; $at += 64) {
    my @w = unpack 'N16', substr $bytes, $at, 64;
    for my $i (16 .. 63) {
      my ($x, $y) = @w[$i - 15, $i - 2];
      $w[$i] = $w[$i - 16] + $w[$i - 7] & 0xffffffff;
      $w[$i] += (($x >> 7 | $x << 25) ^ ($x >> 18 | $x << 14) ^ $x >> 3) & 0xffffffff;
      $w[$i] += (($y >> 17 | $y << 15) ^ ($y >> 19 | $y << 13) ^ $y >> 10) & 0xffffffff;
      $w[$i] &= 0xffffffff;
    }
    my ($a, $b, $c, $d, $e, $f, $g, $h) = @state;
    for my $i (0 .. 63) {
      my $s = $h + ((($e >> 6 | $e << 26) ^ ($e >> 11 | $e << 21) ^ ($e >> 25 | $e << 7)) & 0xffffffff)
        + ($e & $f ^ ~$e & $g & 0xffffffff) + $rounds[$i] + $w[$i];
      my $t = ((($a >> 2 | $a << 30) ^ ($a >> 13 | $a << 19) ^ ($a >> 22 | $a << 10)) & 0xffffffff)
        + ($a & $b ^ $a & $c ^ $b & $c);
      ($h, $g, $f, $e, $d, $c, $b, $a) = ($g, $f, $e, $d + $s & 0xffffffff, $c, $b, $a, $s + $t & 0xffffffff);
    }
    my $i = 0;
    $_ = $_ + ($a, $b, $c, $d, $e, $f, $g, $h)[$i++] & 0xffffffff for @state;
  }
  return pack 'N8', @state;
}

sub is_whole {
  my ($armor) = @_;
  my ($body) = $armor =~ /\A-----BEGIN SIGNED MESSAGE-----\n((?:[A-Za-z0-9+\/]{1,64}=*\n)+)-----END SIGNED MESSAGE-----\n\z/ or return 0;
  my $der = decoded($body);
  my $size = length $der;
  my $head = $size < 65540 ? pack 'C2n', 0x30, 0x82, $size - 4 : pack 'C2Cn', 0x30, 0x83, ($size - 5) >> 16, ($size - 5) & 0xffff;
  # messageDigest (RFC 5652 section 11.2), once.
  my $digest = pack('H*', '06092a864886f70d010904312204') . "\x20" . sha256($payload);
  my $at = index $der, $digest;
  return index($der, $head) == 0 && $at > 0 && index($der, $digest, $at + 1) < 0;
}

my $signature = decoded($armor);
with_node_again(0) if !is_whole($signature);

my %handles; # kept open: a descriptor closes with its handle

sub write_all {
  my ($fd, $bytes) = @_;
  my $opened = $handles{$fd} || open $handles{$fd}, '>&=', $fd;
  for (my $at = 0; $at < length $bytes;) {
    my $count = $opened ? syswrite($handles{$fd}, $bytes, length($bytes) - $at, $at) : undef;
    if (defined $count) { $at += $count }
    elsif ($opened && is_not_yet()) { select undef, undef, undef, 0.005 }
    else { failed($fd, $! + 0) }
  }
}

sub failed {
  my ($fd, $error) = @_;
  my %why = (32 => 'the program that reads it has closed it', 9 => 'it is not open', 28 => 'the disk is full');
  my $place = $fd == $output ? 'standard output' : $fd == 2 ? 'standard error' : "file descriptor $fd";
  syswrite STDERR, "waxseal: cannot write to $place: " . ($why{$error} // "error $error") . "\n";
  exit 2;
}

write_all($status_fd, "[GNUPG:] BEGIN_SIGNING\n");
write_all($output, $signature);
write_all($status_fd, "$created\n");
exit 0;
