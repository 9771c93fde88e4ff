<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE">
<context>
    <name>AlarmWords</name>
    <message>
        <source>Something needs a look</source>
        <translation>Etwas braucht einen Blick</translation>
    </message>
</context>
<context>
    <name>AmountSheet</name>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
</context>
<context>
    <name>AnswerSheet</name>
    <message>
        <source>Question {at} of {count}</source>
        <translation>Frage {at} von {count}</translation>
    </message>
    <message>
        <source>Yes</source>
        <translation>Ja</translation>
    </message>
    <message>
        <source>No</source>
        <translation>Nein</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>No answer</source>
        <translation>Keine Antwort</translation>
    </message>
    <message>
        <source>A number</source>
        <translation>Eine Zahl</translation>
    </message>
    <message>
        <source>A date such as 2026-11-28</source>
        <translation>Ein Datum wie 2026-11-28</translation>
    </message>
</context>
<context>
    <name>AttractPage</name>
    <message>
        <source>Touch to buy tickets</source>
        <translation>Zum Ticketkauf hier berühren</translation>
    </message>
</context>
<context>
    <name>BadgeFlow</name>
    <message>
        <source>Name on the badge</source>
        <translation>Name auf dem Schild</translation>
    </message>
    <message>
        <source>Keep this name</source>
        <translation>Diesen Namen behalten</translation>
    </message>
</context>
<context>
    <name>BasketLines</name>
    <message numerus="yes">
        <source>%n earlier line(s)</source>
        <translation>
            <numerusform>%n frühere Zeile</numerusform>
            <numerusform>%n frühere Zeilen</numerusform>
        </translation>
    </message>
    <message>
        <source>Remove one {name}, {price}</source>
        <translation>Ein Ticket weniger: {name}, {price}</translation>
    </message>
    <message>
        <source>Add one {name}, {price}</source>
        <translation>Ein Ticket mehr: {name}, {price}</translation>
    </message>
</context>
<context>
    <name>CameraWords</name>
    <message>
        <source>No camera. Use the scanner, or find by name or number.</source>
        <translation>Keine Kamera. Benutzen Sie den Scanner oder suchen Sie nach Name oder Nummer.</translation>
    </message>
    <message>
        <source>Starting the camera …</source>
        <translation>Die Kamera startet …</translation>
    </message>
    <message>
        <source>The clip is over.</source>
        <translation>Der Film ist zu Ende.</translation>
    </message>
    <message>
        <source>The camera&apos;s address cannot be read. Correct the setting camera, then start again.</source>
        <translation>Die Adresse der Kamera ist nicht lesbar. Berichtigen Sie die Einstellung camera und starten Sie neu.</translation>
    </message>
    <message>
        <source>Camera not found. Check the cable. Retrying …</source>
        <translation>Kamera nicht gefunden. Prüfen Sie das Kabel. Neuer Versuch …</translation>
    </message>
    <message>
        <source>The camera at {host} does not answer. Check its power and the network. Retrying …</source>
        <translation>Die Kamera {host} antwortet nicht. Prüfen Sie Strom und Netz. Neuer Versuch …</translation>
    </message>
    <message>
        <source>{file} is not there or is no film. Check the camera&apos;s setting. Retrying …</source>
        <translation>{file} fehlt oder ist kein Film. Prüfen Sie die Einstellung der Kamera. Neuer Versuch …</translation>
    </message>
</context>
<context>
    <name>CashSheet</name>
    <message>
        <source>Sold</source>
        <translation>Verkauft</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>To pay</source>
        <translation>Zu zahlen</translation>
    </message>
    <message>
        <source>Cash</source>
        <translation>Bar</translation>
    </message>
    <message>
        <source>Still missing</source>
        <translation>Fehlt noch</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Rückgeld</translation>
    </message>
</context>
<context>
    <name>ChoiceSheet</name>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
</context>
<context>
    <name>CountSheet</name>
    <message>
        <source>How many people pass now?</source>
        <translation>Wie viele Personen gehen jetzt durch?</translation>
    </message>
    <message>
        <source>A number</source>
        <translation>Eine Zahl</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
</context>
<context>
    <name>DetailsPage</name>
    <message>
        <source>Name on the tickets</source>
        <translation>Name auf den Tickets</translation>
    </message>
    <message>
        <source>E-mail for a copy</source>
        <translation>E-Mail für eine Kopie</translation>
    </message>
    <message>
        <source>Name on the tickets (optional)</source>
        <translation>Name auf den Tickets (freiwillig)</translation>
    </message>
    <message>
        <source>E-mail for a copy (optional)</source>
        <translation>E-Mail für eine Kopie (freiwillig)</translation>
    </message>
    <message>
        <source>Leave both empty to stay anonymous.</source>
        <translation>Lassen Sie beides leer, um anonym zu bleiben.</translation>
    </message>
</context>
<context>
    <name>DeviceWords</name>
    <message>
        <source>Online</source>
        <translation>Online</translation>
    </message>
    <message>
        <source>Online · synced {at}</source>
        <translation>Online · abgeglichen {at}</translation>
    </message>
    <message>
        <source>Call support · {code}</source>
        <translation>Support anrufen · {code}</translation>
    </message>
    <message>
        <source>Disk full</source>
        <translation>Festplatte voll</translation>
    </message>
    <message>
        <source>Disk nearly full</source>
        <translation>Festplatte fast voll</translation>
    </message>
    <message>
        <source>Locked · connect to the server</source>
        <translation>Gesperrt · mit dem Server verbinden</translation>
    </message>
    <message>
        <source>{count} refused by the server</source>
        <translation>{count} vom Server abgelehnt</translation>
    </message>
    <message>
        <source>This device was revoked</source>
        <translation>Dieses Gerät wurde gesperrt</translation>
    </message>
    <message>
        <source>Not our server · pair again</source>
        <translation>Nicht unser Server · neu koppeln</translation>
    </message>
    <message>
        <source>Loading {done} of {total}</source>
        <translation>Lädt {done} von {total}</translation>
    </message>
    <message numerus="yes">
        <source>%n print(s) never confirmed</source>
        <translation>
            <numerusform>%n Druck unbestätigt</numerusform>
            <numerusform>%n Drucke unbestätigt</numerusform>
        </translation>
    </message>
    <message>
        <source>Online · {count} need a look</source>
        <translation>Online · {count} zu prüfen</translation>
    </message>
    <message>
        <source>Online · {count} to sync</source>
        <translation>Online · {count} zu senden</translation>
    </message>
    <message>
        <source>Offline · works until {at}</source>
        <translation>Offline · arbeitet bis {at}</translation>
    </message>
    <message>
        <source>Offline · {trouble}</source>
        <translation>Offline · {trouble}</translation>
    </message>
    <message>
        <source>Offline {hours} h · list may be old</source>
        <translation>Offline seit {hours} h · Liste evtl. alt</translation>
    </message>
    <message>
        <source>Offline · {count} to sync</source>
        <translation>Offline · {count} zu senden</translation>
    </message>
    <message>
        <source>Offline</source>
        <translation>Offline</translation>
    </message>
    <message>
        <source>Printer ready</source>
        <translation>Drucker bereit</translation>
    </message>
    <message>
        <source>Printer connected</source>
        <translation>Drucker verbunden</translation>
    </message>
    <message>
        <source>Paper low</source>
        <translation>Papier geht zu Ende</translation>
    </message>
    <message>
        <source>Out of paper</source>
        <translation>Kein Papier</translation>
    </message>
    <message>
        <source>Printer cover open</source>
        <translation>Drucker ist offen</translation>
    </message>
    <message>
        <source>Printer not found</source>
        <translation>Drucker nicht gefunden</translation>
    </message>
    <message>
        <source>over: connect it to go on</source>
        <translation>vorbei: zum Weiterarbeiten verbinden</translation>
    </message>
    <message>
        <source>in the keyring of this machine</source>
        <translation>im Schlüsselbund dieses Rechners</translation>
    </message>
    <message>
        <source>in a file beside the data</source>
        <translation>in einer Datei neben den Daten</translation>
    </message>
    <message>
        <source>written</source>
        <translation>geschrieben</translation>
    </message>
    <message>
        <source>its medium is full</source>
        <translation>ihr Datenträger ist voll</translation>
    </message>
    <message>
        <source>its medium cannot be written</source>
        <translation>ihr Datenträger ist schreibgeschützt</translation>
    </message>
    <message>
        <source>its medium is not there</source>
        <translation>ihr Datenträger fehlt</translation>
    </message>
    <message>
        <source>inside now</source>
        <translation>jetzt drin</translation>
    </message>
    <message>
        <source>people admitted</source>
        <translation>Personen eingelassen</translation>
    </message>
    <message>
        <source>tickets used of {total}</source>
        <translation>Tickets benutzt von {total}</translation>
    </message>
    <message>
        <source>people left</source>
        <translation>Personen gegangen</translation>
    </message>
    <message>
        <source>never</source>
        <translation>nie</translation>
    </message>
    <message>
        <source>as of {at}</source>
        <translation>Stand {at}</translation>
    </message>
    <message>
        <source>capacity {count}</source>
        <translation>Kapazität {count}</translation>
    </message>
    <message>
        <source>{count} admitted</source>
        <translation>{count} eingelassen</translation>
    </message>
    <message>
        <source>up to {count} a minute</source>
        <translation>bis zu {count} je Minute</translation>
    </message>
    <message>
        <source>Arrivals in the last hour: {count}, at most {peak} in a minute.</source>
        <translation>Ankünfte in der letzten Stunde: {count}, höchstens {peak} in einer Minute.</translation>
    </message>
</context>
<context>
    <name>DiscountSheet</name>
    <message>
        <source>Take this amount off</source>
        <translation>Diesen Betrag abziehen</translation>
    </message>
    <message>
        <source>No discount</source>
        <translation>Kein Rabatt</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Discount</source>
        <translation>Rabatt</translation>
    </message>
</context>
<context>
    <name>DonePage</name>
    <message>
        <source>{first}–{last} of {count}</source>
        <translation>{first}–{last} von {count}</translation>
    </message>
    <message>
        <source>{last} of {count}</source>
        <translation>{last} von {count}</translation>
    </message>
    <message>
        <source>Thank you! Please take your tickets.</source>
        <translation>Vielen Dank! Bitte nehmen Sie Ihre Tickets.</translation>
    </message>
    <message>
        <source>The number of each ticket, in case you lose it:</source>
        <translation>Die Nummer jedes Tickets, falls Sie es verlieren:</translation>
    </message>
    <message>
        <source>Your tickets are saved: code {code}</source>
        <translation>Ihre Tickets sind gespeichert: Code {code}</translation>
    </message>
    <message>
        <source>Take a photo of each code. It admits you like paper.</source>
        <translation>Fotografieren Sie jeden Code. Er gilt am Einlass wie Papier.</translation>
    </message>
    <message>
        <source>Ticket {at} of {count}</source>
        <translation>Ticket {at} von {count}</translation>
    </message>
    <message>
        <source>Code of ticket {number}</source>
        <translation>Code des Tickets {number}</translation>
    </message>
</context>
<context>
    <name>DoorFlow</name>
    <message>
        <source>Wrong PIN.</source>
        <translation>Falsche PIN.</translation>
    </message>
    <message>
        <source>This PIN may not do that.</source>
        <translation>Mit dieser PIN ist das nicht erlaubt.</translation>
    </message>
    <message>
        <source>Nobody may let this ticket in.</source>
        <translation>Dieses Ticket darf niemand einlassen.</translation>
    </message>
    <message>
        <source>This can no longer be undone here.</source>
        <translation>Das lässt sich hier nicht mehr zurücknehmen.</translation>
    </message>
    <message>
        <source>That did not work</source>
        <translation>Das hat nicht geklappt</translation>
    </message>
    <message>
        <source>admitted of {total}</source>
        <translation>eingelassen von {total}</translation>
    </message>
    <message>
        <source>Hold the code in the frame</source>
        <translation>Code in den Rahmen halten</translation>
    </message>
    <message>
        <source>The ticket list may be old</source>
        <translation>Die Ticketliste ist vielleicht alt</translation>
    </message>
</context>
<context>
    <name>DoorLists</name>
    <message>
        <source>Badge: {name}</source>
        <translation>Namensschild: {name}</translation>
    </message>
    <message>
        <source>[no name]</source>
        <translation>[ohne Namen]</translation>
    </message>
    <message>
        <source>Nothing found. Try the ticket number or the order.</source>
        <translation>Nichts gefunden. Versuchen Sie es mit der Ticketnummer oder der Bestellung.</translation>
    </message>
    <message>
        <source>There are more. Type a few more letters.</source>
        <translation>Es gibt mehr. Tippen Sie noch ein paar Buchstaben.</translation>
    </message>
    <message>
        <source>Whole order {order}</source>
        <translation>Ganze Bestellung {order}</translation>
    </message>
    <message>
        <source>{count} tickets found · lets everybody in</source>
        <translation>{count} Tickets gefunden · lässt alle ein</translation>
    </message>
</context>
<context>
    <name>DoorScreen</name>
    <message>
        <source>EXIT</source>
        <translation>AUSGANG</translation>
    </message>
    <message>
        <source>CHECK ONLY</source>
        <translation>NUR PRÜFEN</translation>
    </message>
    <message>
        <source>REHEARSAL</source>
        <translation>PROBE</translation>
    </message>
    <message>
        <source>Sound off</source>
        <translation>Ton aus</translation>
    </message>
    <message>
        <source>Let people in</source>
        <translation>Gäste einlassen</translation>
    </message>
    <message>
        <source>Count people out</source>
        <translation>Ausgang zählen</translation>
    </message>
    <message>
        <source>Check only</source>
        <translation>Nur prüfen</translation>
    </message>
    <message>
        <source>Undo this admission?</source>
        <translation>Diesen Einlass zurücknehmen?</translation>
    </message>
    <message>
        <source>Sign out</source>
        <translation>Abmelden</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>Anmelden</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Zurücknehmen</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>Behalten</translation>
    </message>
    <message>
        <source>Let in all the same?</source>
        <translation>Trotzdem einlassen?</translation>
    </message>
    <message>
        <source>Let {holder} in all the same?</source>
        <translation>{holder} trotzdem einlassen?</translation>
    </message>
    <message>
        <source>Find by name or number</source>
        <translation>Ticket suchen</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Licht</translation>
    </message>
    <message>
        <source>Undo last</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Last scans</source>
        <translation>Letzte Scans</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
</context>
<context>
    <name>DoubtWords</name>
    <message>
        <source>{count} ms</source>
        <translation>{count} ms</translation>
    </message>
    <message>
        <source>{count} s</source>
        <translation>{count} s</translation>
    </message>
    <message>
        <source>{count} min</source>
        <translation>{count} min</translation>
    </message>
    <message>
        <source>{count} h</source>
        <translation>{count} h</translation>
    </message>
    <message numerus="yes">
        <source>%n day(s)</source>
        <translation>
            <numerusform>%n Tag</numerusform>
            <numerusform>%n Tage</numerusform>
        </translation>
    </message>
    <message>
        <source>± {span}</source>
        <translation>± {span}</translation>
    </message>
    <message>
        <source>Clock lost its time</source>
        <translation>Uhr hat die Zeit verloren</translation>
    </message>
    <message>
        <source>Clock set back by {span}</source>
        <translation>Uhr um {span} zurückgestellt</translation>
    </message>
    <message>
        <source>Clock was wrong by {span}</source>
        <translation>Uhr ging um {span} falsch</translation>
    </message>
    <message>
        <source>Clock was set forward</source>
        <translation>Uhr wurde vorgestellt</translation>
    </message>
    <message>
        <source>not compared with the server since the start</source>
        <translation>seit dem Start nicht mit dem Server verglichen</translation>
    </message>
    <message>
        <source>{doubt}: not compared for long</source>
        <translation>{doubt}: lange nicht verglichen</translation>
    </message>
    <message>
        <source>right ({doubt})</source>
        <translation>richtig ({doubt})</translation>
    </message>
    <message>
        <source>Clock {span} fast, corrected</source>
        <translation>Uhr geht {span} vor, berichtigt</translation>
    </message>
    <message>
        <source>Clock {span} slow, corrected</source>
        <translation>Uhr geht {span} nach, berichtigt</translation>
    </message>
</context>
<context>
    <name>DutyFlow</name>
    <message>
        <source>Who works at this door?</source>
        <translation>Wer arbeitet an dieser Tür?</translation>
    </message>
    <message>
        <source>Supervisor</source>
        <translation>Aufsicht</translation>
    </message>
    <message>
        <source>Too long ago: only a supervisor may undo this.</source>
        <translation>Zu lange her: Das darf nur die Aufsicht zurücknehmen.</translation>
    </message>
</context>
<context>
    <name>FailureWords</name>
    <message>
        <source>Nothing can be kept in {folder}: it is no folder, or may not be written. Correct the setting {setting}, or the folder, then start Foyer again.</source>
        <translation>In {folder} kann nichts aufgehoben werden: Das ist kein Ordner, oder er ist schreibgeschützt. Berichtigen Sie die Einstellung {setting} oder den Ordner und starten Sie Foyer neu.</translation>
    </message>
    <message>
        <source>The setting {setting} of this device cannot be “{value}”. Correct it in the settings file or in the variable {variable}, then start Foyer again.</source>
        <translation>Die Einstellung {setting} dieses Geräts kann nicht „{value}“ sein. Berichtigen Sie sie in der Einstellungsdatei oder in der Variable {variable} und starten Sie Foyer neu.</translation>
    </message>
    <message>
        <source>This did not work ({code}). Nothing was changed; please call support.</source>
        <translation>Das hat nicht geklappt ({code}). Nichts wurde geändert; bitte rufen Sie den Support an.</translation>
    </message>
    <message>
        <source>Foyer cannot start</source>
        <translation>Foyer kann nicht starten</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>The organizer revoked this device. What it still held was left with the server, and its data was deleted. Start Foyer again to pair it anew.</source>
        <translation>Der Veranstalter hat dieses Gerät gesperrt. Was es noch hatte, liegt beim Server; seine Daten wurden gelöscht. Starten Sie Foyer neu, um es wieder zu koppeln.</translation>
    </message>
    <message>
        <source>This device was revoked</source>
        <translation>Dieses Gerät wurde gesperrt</translation>
    </message>
    <message>
        <source>Some of its last facts could not be read.</source>
        <translation>Einige der letzten Vorgänge waren nicht mehr zu lesen.</translation>
    </message>
    <message>
        <source>The data of this device was damaged. The damaged file was kept as {file}.</source>
        <translation>Die Daten dieses Geräts waren beschädigt. Die beschädigte Datei wurde als {file} aufgehoben.</translation>
    </message>
    <message numerus="yes">
        <source>Saved from it: %n fact(s).</source>
        <translation>
            <numerusform>Daraus gerettet: %n Vorgang.</numerusform>
            <numerusform>Daraus gerettet: %n Vorgänge.</numerusform>
        </translation>
    </message>
    <message>
        <source>Connect this device to the network: it loads its event again. Tell support about the file.</source>
        <translation>Verbinden Sie dieses Gerät mit dem Netz: Es lädt seine Veranstaltung neu. Nennen Sie dem Support die Datei.</translation>
    </message>
    <message>
        <source>This device was damaged</source>
        <translation>Dieses Gerät war beschädigt</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>The disk of this device is full. Nothing was recorded. Free some space, then do it again.</source>
        <translation>Die Festplatte dieses Geräts ist voll. Nichts wurde aufgezeichnet. Schaffen Sie Platz und wiederholen Sie es.</translation>
    </message>
    <message>
        <source>The key of this device&apos;s data is missing or wrong. Nothing was changed. Put the right key back, then start Foyer again.</source>
        <translation>Der Schlüssel zu den Daten dieses Geräts fehlt oder ist falsch. Nichts wurde geändert. Legen Sie den richtigen zurück und starten Sie Foyer neu.</translation>
    </message>
    <message>
        <source>A newer Foyer has written this device&apos;s data. Nothing was changed. Install the newer one, then start it again.</source>
        <translation>Ein neueres Foyer hat die Daten dieses Geräts geschrieben. Nichts wurde geändert. Installieren Sie das neuere und starten Sie es.</translation>
    </message>
    <message>
        <source>The data of this device is damaged. Start Foyer again: it moves the damaged file aside and saves what it can.</source>
        <translation>Die Daten dieses Geräts sind beschädigt. Starten Sie Foyer neu: Es legt die beschädigte Datei beiseite und rettet, was es kann.</translation>
    </message>
    <message>
        <source>Foyer runs on this data already. Close the other window first.</source>
        <translation>Foyer läuft mit diesen Daten schon. Schließen Sie zuerst das andere Fenster.</translation>
    </message>
    <message>
        <source>The disk of this device does not work. Nothing was recorded. Please call support.</source>
        <translation>Die Festplatte dieses Geräts arbeitet nicht. Nichts wurde aufgezeichnet. Bitte rufen Sie den Support an.</translation>
    </message>
    <message>
        <source>The server cannot be reached. Check address and network.</source>
        <translation>Der Server ist nicht erreichbar. Prüfen Sie Adresse und Netz.</translation>
    </message>
    <message>
        <source>Something else answers at the server&apos;s address. Does the network want a sign-in page first? Sign in there, or take another network.</source>
        <translation>Unter der Adresse des Servers antwortet etwas anderes. Verlangt das Netz erst eine Anmeldung? Melden Sie sich dort an oder nehmen Sie ein anderes Netz.</translation>
    </message>
    <message>
        <source>Something in Foyer failed. It is tried again by itself; please tell support.</source>
        <translation>In Foyer ist etwas schiefgegangen. Es wird von selbst neu versucht; bitte sagen Sie dem Support Bescheid.</translation>
    </message>
    <message>
        <source>The server sent something that this release of Foyer cannot read. Update this device; until then it goes on with what it knows.</source>
        <translation>Der Server hat etwas geschickt, das diese Version von Foyer nicht lesen kann. Aktualisieren Sie dieses Gerät; bis dahin arbeitet es mit dem, was es weiß.</translation>
    </message>
    <message>
        <source>The server cannot work now. This device tries again by itself.</source>
        <translation>Der Server kann gerade nicht arbeiten. Dieses Gerät versucht es von selbst wieder.</translation>
    </message>
    <message>
        <source>Another machine answers at the server&apos;s address; nothing was sent to it. Check the network. Where the server is a new one, pair this device again.</source>
        <translation>Unter der Adresse des Servers antwortet ein anderes Gerät; ihm wurde nichts gesendet. Prüfen Sie das Netz. Ist der Server ein neuer, koppeln Sie dieses Gerät neu.</translation>
    </message>
    <message>
        <source>Another server answered. Ask for a new code.</source>
        <translation>Ein anderer Server hat geantwortet. Lassen Sie sich einen neuen Code geben.</translation>
    </message>
    <message>
        <source>This device was without its server for too long. It only shows what it knows. Connect it to go on.</source>
        <translation>Dieses Gerät war zu lange ohne seinen Server. Es zeigt nur noch, was es weiß. Verbinden Sie es, um weiterzuarbeiten.</translation>
    </message>
    <message>
        <source>This device was revoked. Ask the organizer to pair it again.</source>
        <translation>Dieses Gerät wurde gesperrt. Bitten Sie den Veranstalter, es neu zu koppeln.</translation>
    </message>
    <message>
        <source>This is no address. It looks like https://box-office.example:8420</source>
        <translation>Das ist keine Adresse. Sie sieht so aus: https://box-office.example:8420</translation>
    </message>
    <message>
        <source>This address is not encrypted. Use the one that begins with https://</source>
        <translation>Diese Adresse ist nicht verschlüsselt. Nehmen Sie die, die mit https:// beginnt.</translation>
    </message>
    <message>
        <source>This address needs the pairing code from the organizer&apos;s device page.</source>
        <translation>Diese Adresse braucht den Kopplungscode von der Geräteseite des Veranstalters.</translation>
    </message>
    <message>
        <source>This is no pairing code, or it is damaged. Show the code from the organizer&apos;s device page again.</source>
        <translation>Das ist kein Kopplungscode, oder er ist beschädigt. Zeigen Sie den Code von der Geräteseite des Veranstalters noch einmal.</translation>
    </message>
    <message>
        <source>This device may not be used as that. Ask the organizer.</source>
        <translation>Dafür darf dieses Gerät nicht benutzt werden. Fragen Sie den Veranstalter.</translation>
    </message>
</context>
<context>
    <name>FindSheet</name>
    <message>
        <source>Name, order or ticket number</source>
        <translation>Name, Bestellung oder Ticketnummer</translation>
    </message>
    <message>
        <source>Type at least two letters.</source>
        <translation>Tippen Sie mindestens zwei Buchstaben.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Check this number</source>
        <translation>Diese Nummer prüfen</translation>
    </message>
    <message>
        <source>Find a ticket</source>
        <translation>Ticket suchen</translation>
    </message>
</context>
<context>
    <name>HelpSheet</name>
    <message>
        <source>Help is needed here</source>
        <translation>Hier wird Hilfe gebraucht</translation>
    </message>
    <message>
        <source>Please wait. A member of staff will come to you.</source>
        <translation>Bitte warten Sie. Unser Personal kommt zu Ihnen.</translation>
    </message>
    <message>
        <source>I need no help any more</source>
        <translation>Ich brauche keine Hilfe mehr</translation>
    </message>
</context>
<context>
    <name>HistorySheet</name>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>What people did</source>
        <translation>Was getan wurde</translation>
    </message>
</context>
<context>
    <name>IdleSheet</name>
    <message>
        <source>Are you still there?</source>
        <translation>Sind Sie noch da?</translation>
    </message>
    <message>
        <source>Start again</source>
        <translation>Neu beginnen</translation>
    </message>
    <message>
        <source>I need more time</source>
        <translation>Ich brauche mehr Zeit</translation>
    </message>
    <message numerus="yes">
        <source>This page starts again in %n second(s).</source>
        <translation>
            <numerusform>Diese Seite beginnt in %n Sekunde neu.</numerusform>
            <numerusform>Diese Seite beginnt in %n Sekunden neu.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>IncidentScreen</name>
    <message>
        <source>Incidents</source>
        <translation>Vorfälle</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>All kinds</source>
        <translation>Alle Arten</translation>
    </message>
    <message>
        <source>Show which incidents?</source>
        <translation>Welche Vorfälle zeigen?</translation>
    </message>
    <message>
        <source>A note, if it helps others</source>
        <translation>Eine Notiz, wenn sie anderen hilft</translation>
    </message>
    <message>
        <source>What was found out, or done?</source>
        <translation>Was wurde herausgefunden oder getan?</translation>
    </message>
    <message>
        <source>Close the incident</source>
        <translation>Vorfall abschließen</translation>
    </message>
    <message>
        <source>Open it again</source>
        <translation>Wieder öffnen</translation>
    </message>
    <message>
        <source>Why again?</source>
        <translation>Warum noch einmal?</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Offen</translation>
    </message>
    <message>
        <source>Somebody is looking</source>
        <translation>In Arbeit</translation>
    </message>
    <message>
        <source>Closed</source>
        <translation>Erledigt</translation>
    </message>
    <message>
        <source>Nothing needs a look.</source>
        <translation>Nichts zu prüfen.</translation>
    </message>
    <message>
        <source>None here.</source>
        <translation>Hier ist keiner.</translation>
    </message>
    <message>
        <source>Something has joined it while you were looking.</source>
        <translation>Während Sie hinsahen, ist etwas dazugekommen.</translation>
    </message>
    <message numerus="yes">
        <source>%n note(s)</source>
        <translation>
            <numerusform>%n Notiz</numerusform>
            <numerusform>%n Notizen</numerusform>
        </translation>
    </message>
    <message>
        <source>I look after it</source>
        <translation>Ich kümmere mich darum</translation>
    </message>
</context>
<context>
    <name>IncidentWords</name>
    <message>
        <source>The order of the two is not certain.</source>
        <translation>Die Reihenfolge der beiden ist nicht sicher.</translation>
    </message>
    <message numerus="yes">
        <source>%n more of the same</source>
        <translation>
            <numerusform>%n weitere dieser Art</numerusform>
            <numerusform>%n weitere dieser Art</numerusform>
        </translation>
    </message>
    <message>
        <source>Receipt {order}</source>
        <translation>Beleg {order}</translation>
    </message>
    <message>
        <source>looks after it</source>
        <translation>kümmert sich</translation>
    </message>
    <message>
        <source>closed it</source>
        <translation>hat geschlossen</translation>
    </message>
    <message>
        <source>opened it again</source>
        <translation>hat wieder geöffnet</translation>
    </message>
    <message>
        <source>Admitted</source>
        <translation>Eingelassen</translation>
    </message>
    <message>
        <source>Let out</source>
        <translation>Hinausgelassen</translation>
    </message>
    <message>
        <source>Refused at the door</source>
        <translation>An der Tür abgewiesen</translation>
    </message>
    <message>
        <source>Admission undone</source>
        <translation>Einlass zurückgenommen</translation>
    </message>
    <message>
        <source>Sold</source>
        <translation>Verkauft</translation>
    </message>
    <message>
        <source>Paid</source>
        <translation>Bezahlt</translation>
    </message>
    <message>
        <source>Refunded</source>
        <translation>Erstattet</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>Storniert</translation>
    </message>
    <message>
        <source>Exchanged</source>
        <translation>Umgetauscht</translation>
    </message>
    <message>
        <source>New code issued</source>
        <translation>Neuer Code ausgestellt</translation>
    </message>
    <message>
        <source>Transferred</source>
        <translation>Übertragen</translation>
    </message>
    <message>
        <source>Lent to a device</source>
        <translation>An ein Gerät verliehen</translation>
    </message>
    <message>
        <source>Given back unsold</source>
        <translation>Unverkauft zurückgegeben</translation>
    </message>
    <message>
        <source>Written off</source>
        <translation>Abgeschrieben</translation>
    </message>
    <message>
        <source>Printed</source>
        <translation>Gedruckt</translation>
    </message>
    <message>
        <source>Time compared</source>
        <translation>Zeit verglichen</translation>
    </message>
    <message>
        <source>Shift opened</source>
        <translation>Schicht geöffnet</translation>
    </message>
    <message>
        <source>Cash moved</source>
        <translation>Bargeld bewegt</translation>
    </message>
    <message>
        <source>Shift closed</source>
        <translation>Schicht geschlossen</translation>
    </message>
    <message>
        <source>Incident looked after</source>
        <translation>Vorfall übernommen</translation>
    </message>
    <message>
        <source>Incident closed</source>
        <translation>Vorfall geschlossen</translation>
    </message>
    <message>
        <source>Incident opened again</source>
        <translation>Vorfall wieder geöffnet</translation>
    </message>
    <message>
        <source>Unreadable</source>
        <translation>Unlesbar</translation>
    </message>
    <message>
        <source>Open again</source>
        <translation>Wieder offen</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Offen</translation>
    </message>
    <message>
        <source>Somebody is looking</source>
        <translation>In Arbeit</translation>
    </message>
    <message>
        <source>Closed</source>
        <translation>Erledigt</translation>
    </message>
    <message>
        <source>This program is older than the server and cannot explain it.</source>
        <translation>Dieses Programm ist älter als der Server und kann das nicht erklären.</translation>
    </message>
    <message>
        <source>Admitted twice</source>
        <translation>Zweimal eingelassen</translation>
    </message>
    <message>
        <source>One ticket let people in at two doors that could not see each other.</source>
        <translation>Ein Ticket wurde an zwei Türen eingelassen, die einander nicht sehen konnten.</translation>
    </message>
    <message>
        <source>Admitted after a refund</source>
        <translation>Nach Erstattung eingelassen</translation>
    </message>
    <message>
        <source>The door did not know of the refund yet.</source>
        <translation>Die Tür wusste noch nichts von der Erstattung.</translation>
    </message>
    <message>
        <source>Refunded after entry</source>
        <translation>Nach dem Einlass erstattet</translation>
    </message>
    <message>
        <source>Money was given back for a ticket that had been used.</source>
        <translation>Für ein benutztes Ticket wurde Geld zurückgegeben.</translation>
    </message>
    <message>
        <source>Old code used</source>
        <translation>Alter Code benutzt</translation>
    </message>
    <message>
        <source>A code was used after a new one had been issued.</source>
        <translation>Ein Code wurde benutzt, nachdem ein neuer ausgestellt war.</translation>
    </message>
    <message>
        <source>Admitted, never sold</source>
        <translation>Eingelassen, nie verkauft</translation>
    </message>
    <message>
        <source>A genuine code was used whose sale nobody reported.</source>
        <translation>Ein echter Code wurde benutzt, dessen Verkauf niemand gemeldet hat.</translation>
    </message>
    <message>
        <source>Sold twice</source>
        <translation>Zweimal verkauft</translation>
    </message>
    <message>
        <source>Two sales used the same unit: a device was copied.</source>
        <translation>Zwei Verkäufe haben dieselbe Einheit benutzt: Ein Gerät wurde kopiert.</translation>
    </message>
    <message>
        <source>Sold after it was given back</source>
        <translation>Nach der Rückgabe verkauft</translation>
    </message>
    <message>
        <source>The ticket is valid, and one place more than planned is taken.</source>
        <translation>Das Ticket gilt, und ein Platz mehr als geplant ist vergeben.</translation>
    </message>
    <message>
        <source>Sold after a write-off</source>
        <translation>Nach der Abschreibung verkauft</translation>
    </message>
    <message>
        <source>The lost device has sold after all. One place more than planned may be taken.</source>
        <translation>Das verlorene Gerät hat doch verkauft. Ein Platz mehr als geplant kann vergeben sein.</translation>
    </message>
    <message>
        <source>Price was never valid</source>
        <translation>Preis galt nie</translation>
    </message>
    <message>
        <source>The catalogue never had this price. The paid amount stands.</source>
        <translation>Diesen Preis gab es nie. Der bezahlte Betrag bleibt.</translation>
    </message>
    <message>
        <source>Sold for a cancelled event</source>
        <translation>Für abgesagte Veranstaltung verkauft</translation>
    </message>
    <message>
        <source>The device had not heard that the event is cancelled.</source>
        <translation>Das Gerät wusste nicht, dass die Veranstaltung abgesagt ist.</translation>
    </message>
    <message>
        <source>Sold a type that is off sale</source>
        <translation>Nicht mehr angebotene Art verkauft</translation>
    </message>
    <message>
        <source>The device had not heard of it. The ticket is valid until you decide.</source>
        <translation>Das Gerät wusste es noch nicht. Das Ticket gilt, bis Sie entscheiden.</translation>
    </message>
    <message>
        <source>More tickets than places</source>
        <translation>Mehr Tickets als Plätze</translation>
    </message>
    <message>
        <source>More people hold tickets than there are places.</source>
        <translation>Mehr Menschen haben Tickets, als es Plätze gibt.</translation>
    </message>
    <message>
        <source>Seat sold twice</source>
        <translation>Platz zweimal verkauft</translation>
    </message>
    <message>
        <source>Two tickets have the same seat. Both are valid.</source>
        <translation>Zwei Tickets haben denselben Platz. Beide gelten.</translation>
    </message>
    <message>
        <source>Paid twice</source>
        <translation>Zweimal bezahlt</translation>
    </message>
    <message>
        <source>More was paid for an order than it costs.</source>
        <translation>Für eine Bestellung wurde mehr bezahlt, als sie kostet.</translation>
    </message>
    <message>
        <source>Refunded twice</source>
        <translation>Zweimal erstattet</translation>
    </message>
    <message>
        <source>More was given back than the tickets had cost.</source>
        <translation>Es wurde mehr zurückgegeben, als die Tickets gekostet hatten.</translation>
    </message>
    <message>
        <source>Paid, no ticket</source>
        <translation>Bezahlt, kein Ticket</translation>
    </message>
    <message>
        <source>Money was taken without a sale.</source>
        <translation>Geld wurde ohne Verkauf eingenommen.</translation>
    </message>
    <message>
        <source>A device runs twice</source>
        <translation>Ein Gerät läuft doppelt</translation>
    </message>
    <message>
        <source>Two machines have written as the same device: its data were copied.</source>
        <translation>Zwei Rechner haben als dasselbe Gerät geschrieben: Seine Daten wurden kopiert.</translation>
    </message>
    <message>
        <source>Refused by the server</source>
        <translation>Vom Server abgelehnt</translation>
    </message>
    <message>
        <source>Compare gates and times, look for a copied ticket, or undo a mistake.</source>
        <translation>Türen und Zeiten vergleichen, nach einem kopierten Ticket suchen oder ein Versehen zurücknehmen.</translation>
    </message>
    <message>
        <source>Decide whether the guest owes the price.</source>
        <translation>Entscheiden, ob der Gast den Preis schuldet.</translation>
    </message>
    <message>
        <source>Check who asked for the refund, and who gave it.</source>
        <translation>Prüfen, wer die Erstattung wollte und wer sie gab.</translation>
    </message>
    <message>
        <source>Look after the holder of the new code: they may be outside.</source>
        <translation>Nach dem Inhaber des neuen Codes sehen: Er steht vielleicht draußen.</translation>
    </message>
    <message>
        <source>Check the device. What it sent is kept at the server.</source>
        <translation>Das Gerät prüfen. Was es gesandt hat, liegt beim Server.</translation>
    </message>
    <message>
        <source>Refund the buyer.</source>
        <translation>Dem Käufer das Geld erstatten.</translation>
    </message>
    <message>
        <source>Let the ticket stand, or refund it.</source>
        <translation>Das Ticket gelten lassen oder erstatten.</translation>
    </message>
    <message>
        <source>Find a place, or offer a refund.</source>
        <translation>Einen Platz finden oder Erstattung anbieten.</translation>
    </message>
    <message>
        <source>Give one of the two buyers another ticket; the first one in keeps this.</source>
        <translation>Einem der beiden Käufer ein anderes Ticket geben; wer zuerst drin war, behält dieses.</translation>
    </message>
    <message>
        <source>Find the device that lent the code, and let it synchronise.</source>
        <translation>Das Gerät finden, das den Code verkauft hat, und abgleichen lassen.</translation>
    </message>
    <message>
        <source>Give the second payment back.</source>
        <translation>Geben Sie die zweite Zahlung zurück.</translation>
    </message>
    <message>
        <source>Ask for the second refund back.</source>
        <translation>Fordern Sie die zweite Erstattung zurück.</translation>
    </message>
    <message>
        <source>Give the money back, or issue the ticket.</source>
        <translation>Das Geld zurückgeben oder das Ticket ausstellen.</translation>
    </message>
    <message>
        <source>Find the other machine and switch it off, then pair it anew.</source>
        <translation>Den anderen Rechner finden und ausschalten, dann neu koppeln.</translation>
    </message>
</context>
<context>
    <name>Keyboard</name>
    <message>
        <source>Capital letter</source>
        <translation>Großbuchstabe</translation>
    </message>
    <message>
        <source>Delete the last character</source>
        <translation>Letztes Zeichen löschen</translation>
    </message>
    <message>
        <source>Space</source>
        <translation>Leer</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>Done typing</source>
        <translation>Fertig mit Tippen</translation>
    </message>
</context>
<context>
    <name>KioskFlow</name>
    <message>
        <source>This kiosk cannot sell now</source>
        <translation>Dieser Automat kann gerade nicht verkaufen</translation>
    </message>
    <message>
        <source>Please ask our staff.</source>
        <translation>Bitte fragen Sie unser Personal.</translation>
    </message>
    <message>
        <source>This is not an e-mail address.</source>
        <translation>Das ist keine E-Mail-Adresse.</translation>
    </message>
    <message>
        <source>Out of paper</source>
        <translation>Kein Papier</translation>
    </message>
    <message>
        <source>The printer is not ready</source>
        <translation>Der Drucker ist nicht bereit</translation>
    </message>
    <message>
        <source>You have not been charged. Please ask our staff.</source>
        <translation>Es wurde nichts abgebucht. Bitte fragen Sie unser Personal.</translation>
    </message>
    <message>
        <source>The event is over</source>
        <translation>Die Veranstaltung ist vorbei</translation>
    </message>
    <message>
        <source>Something you chose is not sold here any more.</source>
        <translation>Etwas, das Sie gewählt haben, wird hier nicht mehr verkauft.</translation>
    </message>
    <message>
        <source>Nothing is sold here any more.</source>
        <translation>Hier wird nichts mehr verkauft.</translation>
    </message>
    <message>
        <source>Nothing on sale yet</source>
        <translation>Noch nichts im Verkauf</translation>
    </message>
    <message>
        <source>This kiosk is being prepared.</source>
        <translation>Dieser Automat wird vorbereitet.</translation>
    </message>
    <message>
        <source>Print free ticket</source>
        <translation>Gratis drucken</translation>
    </message>
    <message>
        <source>Pay</source>
        <translation>Bezahlen</translation>
    </message>
</context>
<context>
    <name>KioskScreen</name>
    <message>
        <source>What would you like to see?</source>
        <translation>Was möchten Sie erleben?</translation>
    </message>
    <message>
        <source>How many tickets?</source>
        <translation>Wie viele Tickets?</translation>
    </message>
    <message>
        <source>Your details</source>
        <translation>Ihre Angaben</translation>
    </message>
    <message>
        <source>Payment</source>
        <translation>Zahlung</translation>
    </message>
    <message>
        <source>Start again</source>
        <translation>Neu beginnen</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message numerus="yes">
        <source>%n ticket(s)</source>
        <translation>
            <numerusform>%n Ticket</numerusform>
            <numerusform>%n Tickets</numerusform>
        </translation>
    </message>
    <message>
        <source>No tickets yet</source>
        <translation>Noch keine Tickets</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Start again ({seconds})</source>
        <translation>Neu beginnen ({seconds})</translation>
    </message>
</context>
<context>
    <name>LiveScreen</name>
    <message>
        <source>{count} arrivals</source>
        <translation>{count} Ankünfte</translation>
    </message>
    <message>
        <source>Show as a chart</source>
        <translation>Als Grafik zeigen</translation>
    </message>
    <message>
        <source>Show as a table</source>
        <translation>Als Tabelle zeigen</translation>
    </message>
    <message>
        <source>Nobody has come yet.</source>
        <translation>Noch ist niemand gekommen.</translation>
    </message>
    <message>
        <source>Arrivals</source>
        <translation>Ankünfte</translation>
    </message>
    <message>
        <source>Gate</source>
        <translation>Tor</translation>
    </message>
    <message>
        <source>In</source>
        <translation>Drin</translation>
    </message>
    <message>
        <source>10 min</source>
        <translation>10 min</translation>
    </message>
    <message>
        <source>Incidents</source>
        <translation>Vorfälle</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
</context>
<context>
    <name>LogSheet</name>
    <message>
        <source>Nothing was scanned yet.</source>
        <translation>Noch nichts gescannt.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Last scans</source>
        <translation>Letzte Scans</translation>
    </message>
    <message>
        <source>Choose an admission to undo it.</source>
        <translation>Wählen Sie einen Einlass, um ihn zurückzunehmen.</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Zurücknehmen</translation>
    </message>
</context>
<context>
    <name>MoneyPad</name>
    <message>
        <source>Delete the last digit</source>
        <translation>Letzte Ziffer löschen</translation>
    </message>
</context>
<context>
    <name>OverrideSheet</name>
    <message>
        <source>Box office confirmed it</source>
        <translation>Die Kasse hat es bestätigt</translation>
    </message>
    <message>
        <source>Known to the organizer</source>
        <translation>Dem Veranstalter bekannt</translation>
    </message>
    <message>
        <source>Came out a moment ago</source>
        <translation>War nur kurz draußen</translation>
    </message>
    <message>
        <source>The code was scanned by mistake</source>
        <translation>Der Code wurde versehentlich gescannt</translation>
    </message>
    <message>
        <source>Why?</source>
        <translation>Warum?</translation>
    </message>
    <message>
        <source>PIN of a member of staff</source>
        <translation>PIN des Personals</translation>
    </message>
    <message>
        <source>Choose a reason first.</source>
        <translation>Wählen Sie zuerst einen Grund.</translation>
    </message>
</context>
<context>
    <name>PagedRows</name>
    <message>
        <source>Previous page</source>
        <translation>Vorige Seite</translation>
    </message>
    <message>
        <source>Next page</source>
        <translation>Nächste Seite</translation>
    </message>
    <message>
        <source>{page} of {pages}</source>
        <translation>{page} von {pages}</translation>
    </message>
</context>
<context>
    <name>Pager</name>
    <message>
        <source>Previous page</source>
        <translation>Vorige Seite</translation>
    </message>
    <message>
        <source>Next page</source>
        <translation>Nächste Seite</translation>
    </message>
    <message>
        <source>{page} of {pages}</source>
        <translation>{page} von {pages}</translation>
    </message>
</context>
<context>
    <name>PairingFlow</name>
    <message>
        <source>Not your server</source>
        <translation>Nicht Ihr Server</translation>
    </message>
    <message>
        <source>Another machine answers there. Check the address.</source>
        <translation>Dort antwortet ein anderes Gerät. Prüfen Sie die Adresse.</translation>
    </message>
    <message>
        <source>This code was used already. Ask for a new one.</source>
        <translation>Dieser Code wurde schon benutzt. Lassen Sie sich einen neuen geben.</translation>
    </message>
    <message>
        <source>This code is too old. Ask for a new one.</source>
        <translation>Dieser Code ist zu alt. Lassen Sie sich einen neuen geben.</translation>
    </message>
    <message>
        <source>The server does not know this code. Check it, or ask for a new one.</source>
        <translation>Der Server kennt diesen Code nicht. Prüfen Sie ihn, oder lassen Sie sich einen neuen geben.</translation>
    </message>
    <message>
        <source>The server did not accept this device&apos;s key. Pair it again.</source>
        <translation>Der Server hat den Schlüssel dieses Geräts nicht angenommen. Koppeln Sie es noch einmal.</translation>
    </message>
    <message>
        <source>Another server answered. Ask for a new code.</source>
        <translation>Ein anderer Server hat geantwortet. Lassen Sie sich einen neuen Code geben.</translation>
    </message>
    <message>
        <source>Not paired</source>
        <translation>Nicht gekoppelt</translation>
    </message>
</context>
<context>
    <name>PairingScreen</name>
    <message>
        <source>Pair this device</source>
        <translation>Dieses Gerät koppeln</translation>
    </message>
    <message>
        <source>Once more, please.</source>
        <translation>Bitte noch einmal.</translation>
    </message>
    <message>
        <source>The two were not the same. Please start again.</source>
        <translation>Die beiden waren nicht gleich. Bitte beginnen Sie von vorn.</translation>
    </message>
    <message>
        <source>Address of the server</source>
        <translation>Adresse des Servers</translation>
    </message>
    <message>
        <source>Token</source>
        <translation>Kennwort</translation>
    </message>
    <message>
        <source>Pair</source>
        <translation>Koppeln</translation>
    </message>
    <message>
        <source>On the server&apos;s page “Devices”, choose “Add a device”. It shows a QR code and a token.</source>
        <translation>Wählen Sie auf der Seite „Geräte“ des Servers „Gerät hinzufügen“. Sie zeigt einen QR-Code und ein Kennwort.</translation>
    </message>
    <message>
        <source>Show the QR code to the camera, or type the address and the token.</source>
        <translation>Halten Sie den QR-Code vor die Kamera, oder tippen Sie Adresse und Kennwort.</translation>
    </message>
    <message>
        <source>One moment, please. The server is being asked.</source>
        <translation>Einen Moment, bitte. Der Server wird gefragt.</translation>
    </message>
    <message>
        <source>Are these the six words on the server&apos;s screen?</source>
        <translation>Stehen diese sechs Wörter auch auf dem Bildschirm des Servers?</translation>
    </message>
    <message>
        <source>If one of them differs, somebody may be in between. Do not pair.</source>
        <translation>Weicht eines ab, sitzt vielleicht jemand dazwischen. Koppeln Sie dann nicht.</translation>
    </message>
    <message>
        <source>They are the same</source>
        <translation>Sie sind gleich</translation>
    </message>
    <message>
        <source>They differ</source>
        <translation>Sie weichen ab</translation>
    </message>
    <message>
        <source>Choose a PIN of six digits for the supervisor of this device.</source>
        <translation>Wählen Sie eine PIN mit sechs Ziffern für die Aufsicht dieses Geräts.</translation>
    </message>
</context>
<context>
    <name>PayPage</name>
    <message>
        <source>Total</source>
        <translation>Summe</translation>
    </message>
    <message>
        <source>How would you like to pay?</source>
        <translation>Wie möchten Sie bezahlen?</translation>
    </message>
    <message>
        <source>Follow the card reader</source>
        <translation>Bitte das Kartengerät beachten</translation>
    </message>
    <message>
        <source>Hold or insert your card there.</source>
        <translation>Halten Sie Ihre Karte dort hin, oder stecken Sie sie ein.</translation>
    </message>
    <message>
        <source>One moment, please</source>
        <translation>Einen Moment, bitte</translation>
    </message>
    <message>
        <source>Your payment is being processed.</source>
        <translation>Ihre Zahlung wird bearbeitet.</translation>
    </message>
    <message>
        <source>Payment did not go through.</source>
        <translation>Die Zahlung hat nicht geklappt.</translation>
    </message>
    <message>
        <source>You have not been charged.</source>
        <translation>Es wurde nichts abgebucht.</translation>
    </message>
    <message>
        <source>We do not know yet whether you have paid.</source>
        <translation>Wir wissen noch nicht, ob Sie bezahlt haben.</translation>
    </message>
    <message>
        <source>Please do not pay again. Staff will check it with you. Reference: {reference}</source>
        <translation>Bitte bezahlen Sie nicht noch einmal. Unser Personal prüft es mit Ihnen. Kennzeichen: {reference}</translation>
    </message>
    <message>
        <source>Pay by card</source>
        <translation>Mit Karte zahlen</translation>
    </message>
    <message>
        <source>Pay by phone</source>
        <translation>Mit dem Handy zahlen</translation>
    </message>
    <message>
        <source>Pay in cash</source>
        <translation>Bar zahlen</translation>
    </message>
    <message>
        <source>Pay again</source>
        <translation>Noch einmal zahlen</translation>
    </message>
    <message>
        <source>Ask staff</source>
        <translation>Personal fragen</translation>
    </message>
    <message>
        <source>Your tickets</source>
        <translation>Ihre Tickets</translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>und %n weiteres</numerusform>
            <numerusform>und %n weitere</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PinPad</name>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Delete the last digit</source>
        <translation>Letzte Ziffer löschen</translation>
    </message>
    <message numerus="yes">
        <source>Too many wrong PINs. Try again in %n second(s).</source>
        <translation>
            <numerusform>Zu viele falsche PINs. Neuer Versuch in %n Sekunde.</numerusform>
            <numerusform>Zu viele falsche PINs. Neuer Versuch in %n Sekunden.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PrintingPage</name>
    <message numerus="yes">
        <source>Printing %n ticket(s)</source>
        <translation>
            <numerusform>%n Ticket wird gedruckt</numerusform>
            <numerusform>%n Tickets werden gedruckt</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Printing %n ticket(s) and the receipt</source>
        <translation>
            <numerusform>%n Ticket und die Quittung werden gedruckt</numerusform>
            <numerusform>%n Tickets und die Quittung werden gedruckt</numerusform>
        </translation>
    </message>
    <message>
        <source>Please wait until the last one is out.</source>
        <translation>Bitte warten Sie, bis das letzte heraus ist.</translation>
    </message>
</context>
<context>
    <name>PrintsFlow</name>
    <message>
        <source>The COPY is printed as soon as a printer is set.</source>
        <translation>Die KOPIE wird gedruckt, sobald ein Drucker eingerichtet ist.</translation>
    </message>
    <message>
        <source>The COPY is on its way to the printer.</source>
        <translation>Die KOPIE ist auf dem Weg zum Drucker.</translation>
    </message>
    <message>
        <source>Noted: it was printed.</source>
        <translation>Vermerkt: Es wurde gedruckt.</translation>
    </message>
    <message>
        <source>Somebody has settled this already.</source>
        <translation>Das hat schon jemand geklärt.</translation>
    </message>
    <message numerus="yes">
        <source>%n ticket(s)</source>
        <translation>
            <numerusform>%n Ticket</numerusform>
            <numerusform>%n Tickets</numerusform>
        </translation>
    </message>
    <message>
        <source>Receipt</source>
        <translation>Quittung</translation>
    </message>
    <message>
        <source>This could not be printed. Check the printer, then print it as a COPY.</source>
        <translation>Das konnte nicht gedruckt werden. Prüfen Sie den Drucker und drucken Sie es dann als KOPIE.</translation>
    </message>
    <message>
        <source>This was sent to the printer, which never said that it was done. Look for the paper first.</source>
        <translation>Das wurde an den Drucker geschickt, aber er hat nie gemeldet, dass er fertig ist. Suchen Sie zuerst nach dem Papier.</translation>
    </message>
</context>
<context>
    <name>PrintsScreen</name>
    <message>
        <source>Prints never confirmed</source>
        <translation>Unbestätigte Drucke</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Nobody knows whether these came out. Choose one to settle it.</source>
        <translation>Niemand weiß, ob diese gedruckt wurden. Wählen Sie einen aus, um es zu klären.</translation>
    </message>
    <message>
        <source>Nothing waits: everything that was printed is known.</source>
        <translation>Nichts wartet: Von allem ist bekannt, ob es gedruckt wurde.</translation>
    </message>
    <message>
        <source>It was printed</source>
        <translation>Wurde gedruckt</translation>
    </message>
    <message>
        <source>Print as COPY</source>
        <translation>Als KOPIE drucken</translation>
    </message>
    <message>
        <source>A COPY bears the same codes. At the door each code still admits once.</source>
        <translation>Eine KOPIE trägt dieselben Codes. Am Einlass gilt jeder Code trotzdem nur einmal.</translation>
    </message>
</context>
<context>
    <name>QuickKey</name>
    <message>
        <source>Add one {name}, {price}</source>
        <translation>Ein Ticket mehr: {name}, {price}</translation>
    </message>
</context>
<context>
    <name>ReadySheet</name>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>RefusalWords</name>
    <message>
        <source>Sorry, only {left} left.</source>
        <translation>Leider nur noch {left} übrig.</translation>
    </message>
    <message>
        <source>Limit {limit} per order</source>
        <translation>Höchstens {limit} je Bestellung</translation>
    </message>
    <message>
        <source>This device must go online before it can sell again.</source>
        <translation>Dieses Gerät muss erst wieder ans Netz, bevor es verkauft.</translation>
    </message>
    <message>
        <source>This device does not know the time. Connect it to the server.</source>
        <translation>Dieses Gerät kennt die Uhrzeit nicht. Verbinden Sie es mit dem Server.</translation>
    </message>
    <message>
        <source>This device was without its server for too long. Connect it to sell again.</source>
        <translation>Dieses Gerät war zu lange ohne seinen Server. Verbinden Sie es, um wieder zu verkaufen.</translation>
    </message>
    <message>
        <source>This event is over.</source>
        <translation>Diese Veranstaltung ist vorbei.</translation>
    </message>
    <message>
        <source>This event is cancelled.</source>
        <translation>Diese Veranstaltung ist abgesagt.</translation>
    </message>
    <message>
        <source>These tickets are not on sale here now.</source>
        <translation>Diese Tickets gibt es hier gerade nicht.</translation>
    </message>
    <message>
        <source>Nothing was chosen yet.</source>
        <translation>Noch nichts gewählt.</translation>
    </message>
    <message>
        <source>Open a shift first.</source>
        <translation>Öffnen Sie zuerst eine Schicht.</translation>
    </message>
    <message>
        <source>Close the open shift first.</source>
        <translation>Schließen Sie zuerst die offene Schicht.</translation>
    </message>
    <message>
        <source>That is less than the price.</source>
        <translation>Das ist weniger als der Preis.</translation>
    </message>
    <message>
        <source>Cards cannot be taken here now.</source>
        <translation>Karten gehen hier gerade nicht.</translation>
    </message>
    <message>
        <source>No printer is set.</source>
        <translation>Kein Drucker eingestellt.</translation>
    </message>
    <message>
        <source>This can be refunded online only.</source>
        <translation>Das lässt sich nur online erstatten.</translation>
    </message>
    <message>
        <source>This sale was refunded already.</source>
        <translation>Dieser Verkauf wurde schon erstattet.</translation>
    </message>
    <message>
        <source>These tickets are not valid any more. They are not printed again.</source>
        <translation>Diese Tickets gelten nicht mehr. Sie werden nicht noch einmal gedruckt.</translation>
    </message>
    <message>
        <source>This document is still waiting for the printer.</source>
        <translation>Dieses Dokument wartet noch auf den Drucker.</translation>
    </message>
    <message>
        <source>This cannot be done now.</source>
        <translation>Das geht gerade nicht.</translation>
    </message>
    <message>
        <source>None of these are left here now. Choose others, or ask our staff.</source>
        <translation>Davon ist hier gerade nichts mehr da. Bitte anderes wählen oder unser Personal fragen.</translation>
    </message>
</context>
<context>
    <name>RefusedWords</name>
    <message>
        <source>Refused: {reason}</source>
        <translation>Abgelehnt: {reason}</translation>
    </message>
    <message>
        <source>What the device sent cannot be read.</source>
        <translation>Was das Gerät gesandt hat, ist nicht lesbar.</translation>
    </message>
    <message>
        <source>Its signature does not fit: it was changed, or is not the device&apos;s.</source>
        <translation>Die Signatur passt nicht: verändert, oder nicht von diesem Gerät.</translation>
    </message>
    <message>
        <source>It claims to be from another device.</source>
        <translation>Es gibt sich als anderes Gerät aus.</translation>
    </message>
    <message>
        <source>It is about an event that this device does not serve.</source>
        <translation>Es betrifft eine Veranstaltung, die das Gerät nicht bedient.</translation>
    </message>
    <message>
        <source>This device may not do that.</source>
        <translation>Das darf dieses Gerät nicht.</translation>
    </message>
    <message>
        <source>It does not name what it is about.</source>
        <translation>Es nennt nicht, worum es geht.</translation>
    </message>
    <message>
        <source>It tells a time that the server never said.</source>
        <translation>Es nennt eine Zeit, die der Server nie gesagt hat.</translation>
    </message>
    <message>
        <source>Its number was used before for something else.</source>
        <translation>Die Nummer wurde schon für etwas anderes benutzt.</translation>
    </message>
    <message>
        <source>Too many copies of this device have written at one place.</source>
        <translation>Zu viele Kopien dieses Geräts haben an einer Stelle geschrieben.</translation>
    </message>
    <message>
        <source>It sold what was never lent to it.</source>
        <translation>Es hat verkauft, was ihm nie geliehen war.</translation>
    </message>
    <message>
        <source>This device was revoked before it sent that.</source>
        <translation>Das Gerät war gesperrt, bevor es das sandte.</translation>
    </message>
    <message>
        <source>The server failed to apply it. Its log says why.</source>
        <translation>Der Server konnte es nicht anwenden. Sein Protokoll sagt, warum.</translation>
    </message>
    <message>
        <source>The server is too old to understand it. It waits for an update.</source>
        <translation>Der Server ist zu alt dafür. Es wartet auf seine Aktualisierung.</translation>
    </message>
</context>
<context>
    <name>RoleFlow</name>
    <message>
        <source>Kiosk</source>
        <translation>Automat</translation>
    </message>
    <message>
        <source>Guests buy and print tickets themselves.</source>
        <translation>Gäste kaufen und drucken ihre Tickets selbst.</translation>
    </message>
    <message>
        <source>Till</source>
        <translation>Kasse</translation>
    </message>
    <message>
        <source>Staff sell, with cash drawer and card.</source>
        <translation>Personal verkauft, mit Schublade und Karte.</translation>
    </message>
    <message>
        <source>Gate</source>
        <translation>Einlass</translation>
    </message>
    <message>
        <source>Scan tickets and let people in.</source>
        <translation>Tickets scannen und Gäste einlassen.</translation>
    </message>
    <message>
        <source>Live screen</source>
        <translation>Live-Anzeige</translation>
    </message>
    <message>
        <source>Watch who is in.</source>
        <translation>Sehen, wer drin ist.</translation>
    </message>
    <message>
        <source>Supervisor</source>
        <translation>Aufsicht</translation>
    </message>
    <message>
        <source>Incidents, overrides and live numbers.</source>
        <translation>Vorfälle, Freigaben und Live-Zahlen.</translation>
    </message>
</context>
<context>
    <name>RoleScreen</name>
    <message>
        <source>What shall this device be?</source>
        <translation>Was soll dieses Gerät sein?</translation>
    </message>
</context>
<context>
    <name>RuleWords</name>
    <message>
        <source>{subject}: needed {needed}</source>
        <translation>{subject}: nötig ist {needed}</translation>
    </message>
    <message>
        <source>{subject}: {found}, needed {needed}</source>
        <translation>{subject}: {found}, nötig ist {needed}</translation>
    </message>
    <message>
        <source>{wanted}</source>
        <translation>{wanted}</translation>
    </message>
    <message>
        <source>other than {wanted}</source>
        <translation>etwas anderes als {wanted}</translation>
    </message>
    <message>
        <source>less than {wanted}</source>
        <translation>weniger als {wanted}</translation>
    </message>
    <message>
        <source>at most {wanted}</source>
        <translation>höchstens {wanted}</translation>
    </message>
    <message>
        <source>more than {wanted}</source>
        <translation>mehr als {wanted}</translation>
    </message>
    <message>
        <source>at least {wanted}</source>
        <translation>mindestens {wanted}</translation>
    </message>
    <message>
        <source>one of {wanted}</source>
        <translation>eines von {wanted}</translation>
    </message>
    <message>
        <source>none of {wanted}</source>
        <translation>keines von {wanted}</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>Antwort</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Uhrzeit</translation>
    </message>
    <message>
        <source>Kind of ticket</source>
        <translation>Ticketart</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>Termin</translation>
    </message>
    <message>
        <source>Gate</source>
        <translation>Eingang</translation>
    </message>
    <message>
        <source>Check-in list</source>
        <translation>Einlassliste</translation>
    </message>
    <message>
        <source>Payment</source>
        <translation>Bezahlung</translation>
    </message>
    <message>
        <source>Presented by</source>
        <translation>Vorgezeigt als</translation>
    </message>
    <message>
        <source>Day of the week</source>
        <translation>Wochentag</translation>
    </message>
    <message>
        <source>Minutes since the start</source>
        <translation>Minuten seit Beginn</translation>
    </message>
    <message>
        <source>Entries so far</source>
        <translation>Eintritte bisher</translation>
    </message>
    <message>
        <source>Entries today</source>
        <translation>Eintritte heute</translation>
    </message>
    <message>
        <source>Days with an entry</source>
        <translation>Tage mit Eintritt</translation>
    </message>
    <message>
        <source>People inside</source>
        <translation>Personen drinnen</translation>
    </message>
    <message>
        <source>Minutes since the first entry</source>
        <translation>Minuten seit dem ersten Eintritt</translation>
    </message>
    <message>
        <source>Minutes since the last entry</source>
        <translation>Minuten seit dem letzten Eintritt</translation>
    </message>
    <message>
        <source>Minutes since the last exit</source>
        <translation>Minuten seit dem letzten Verlassen</translation>
    </message>
    <message>
        <source>Tickets of the order</source>
        <translation>Tickets der Bestellung</translation>
    </message>
    <message>
        <source>Monday</source>
        <translation>Montag</translation>
    </message>
    <message>
        <source>Tuesday</source>
        <translation>Dienstag</translation>
    </message>
    <message>
        <source>Wednesday</source>
        <translation>Mittwoch</translation>
    </message>
    <message>
        <source>Thursday</source>
        <translation>Donnerstag</translation>
    </message>
    <message>
        <source>Friday</source>
        <translation>Freitag</translation>
    </message>
    <message>
        <source>Saturday</source>
        <translation>Samstag</translation>
    </message>
    <message>
        <source>Sunday</source>
        <translation>Sonntag</translation>
    </message>
</context>
<context>
    <name>SalesSheet</name>
    <message>
        <source>Print again (marked COPY)</source>
        <translation>Noch einmal drucken (als KOPIE)</translation>
    </message>
    <message>
        <source>Refund {total} in cash</source>
        <translation>{total} bar erstatten</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Nothing was sold in this shift.</source>
        <translation>In dieser Schicht wurde nichts verkauft.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Sales</source>
        <translation>Verkäufe</translation>
    </message>
</context>
<context>
    <name>SettingsFlow</name>
    <message>
        <source>Normal</source>
        <translation>Normal</translation>
    </message>
    <message>
        <source>Large</source>
        <translation>Groß</translation>
    </message>
    <message>
        <source>On</source>
        <translation>An</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>Aus</translation>
    </message>
    <message>
        <source>Let in</source>
        <translation>Einlassen</translation>
    </message>
    <message>
        <source>Look first</source>
        <translation>Erst ansehen</translation>
    </message>
    <message>
        <source>Do not let in</source>
        <translation>Nicht einlassen</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>Text size</source>
        <translation>Schriftgröße</translation>
    </message>
    <message>
        <source>Sound</source>
        <translation>Ton</translation>
    </message>
    <message>
        <source>Gate</source>
        <translation>Tor</translation>
    </message>
    <message>
        <source>Check-in list</source>
        <translation>Einlassliste</translation>
    </message>
    <message>
        <source>Ask questions</source>
        <translation>Fragen stellen</translation>
    </message>
    <message>
        <source>Refusals flash once</source>
        <translation>Ablehnung blitzt einmal</translation>
    </message>
    <message>
        <source>This machine has no sound device.</source>
        <translation>Dieses Gerät hat keine Tonausgabe.</translation>
    </message>
    <message>
        <source>Sound is off: nothing can be heard.</source>
        <translation>Der Ton ist aus: Es ist nichts zu hören.</translation>
    </message>
    <message>
        <source>Ready for doors?</source>
        <translation>Bereit zum Einlass?</translation>
    </message>
    <message>
        <source>Sync now</source>
        <translation>Jetzt abgleichen</translation>
    </message>
    <message>
        <source>Incidents</source>
        <translation>Vorfälle</translation>
    </message>
    <message>
        <source>Change what this device is</source>
        <translation>Aufgabe des Geräts ändern</translation>
    </message>
    <message numerus="yes">
        <source>%n wait(s) for you</source>
        <translation>
            <numerusform>%n wartet auf Sie</numerusform>
            <numerusform>%n warten auf Sie</numerusform>
        </translation>
    </message>
    <message>
        <source>Prints never confirmed</source>
        <translation>Unbestätigte Drucke</translation>
    </message>
    <message>
        <source>Let test tickets in again</source>
        <translation>Testtickets wieder einlassen</translation>
    </message>
    <message>
        <source>Waiting for the server</source>
        <translation>Warten auf den Server</translation>
    </message>
    <message>
        <source>Refused by the server</source>
        <translation>Vom Server abgelehnt</translation>
    </message>
    <message>
        <source>Last word from the server</source>
        <translation>Letzte Nachricht vom Server</translation>
    </message>
    <message>
        <source>never</source>
        <translation>nie</translation>
    </message>
    <message>
        <source>Works without the server until</source>
        <translation>Arbeitet ohne Server bis</translation>
    </message>
    <message>
        <source>Tickets on this device</source>
        <translation>Tickets auf diesem Gerät</translation>
    </message>
    <message>
        <source>Printer</source>
        <translation>Drucker</translation>
    </message>
    <message>
        <source>Key of the data</source>
        <translation>Schlüssel der Daten</translation>
    </message>
    <message>
        <source>Second copy</source>
        <translation>Zweite Kopie</translation>
    </message>
    <message>
        <source>Damaged file, kept as</source>
        <translation>Beschädigte Datei, aufgehoben als</translation>
    </message>
    <message>
        <source>Ready for doors</source>
        <translation>Bereit zum Einlass</translation>
    </message>
    <message>
        <source>Not ready yet</source>
        <translation>Noch nicht bereit</translation>
    </message>
    <message>
        <source>Ticket list</source>
        <translation>Ticketliste</translation>
    </message>
    <message>
        <source>never loaded; connect to the server</source>
        <translation>nie geladen; mit dem Server verbinden</translation>
    </message>
    <message>
        <source>{minutes} min old</source>
        <translation>{minutes} min alt</translation>
    </message>
    <message>
        <source>Clock</source>
        <translation>Uhr</translation>
    </message>
    <message>
        <source>Recorded by an unsure clock</source>
        <translation>Mit unsicherer Uhr erfasst</translation>
    </message>
    <message>
        <source>Keys for checking tickets</source>
        <translation>Schlüssel zum Prüfen der Tickets</translation>
    </message>
    <message>
        <source>Disk</source>
        <translation>Festplatte</translation>
    </message>
    <message>
        <source>{count} MB free</source>
        <translation>{count} MB frei</translation>
    </message>
    <message>
        <source>can be heard</source>
        <translation>ist zu hören</translation>
    </message>
    <message>
        <source>none is set</source>
        <translation>keiner eingestellt</translation>
    </message>
</context>
<context>
    <name>SettingsScreen</name>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>End the program</source>
        <translation>Programm beenden</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Do</source>
        <translation>Aufgaben</translation>
    </message>
    <message>
        <source>Numbers</source>
        <translation>Zahlen</translation>
    </message>
    <message>
        <source>End the program?</source>
        <translation>Programm beenden?</translation>
    </message>
    <message>
        <source>Nothing is lost: what waits to be sent is sent after the next start.</source>
        <translation>Nichts geht verloren: Was noch zu senden ist, wird nach dem nächsten Start gesendet.</translation>
    </message>
    <message>
        <source>End it</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Stay</source>
        <translation>Bleiben</translation>
    </message>
</context>
<context>
    <name>ShiftSheet</name>
    <message>
        <source>Shift</source>
        <translation>Schicht</translation>
    </message>
    <message>
        <source>Put cash in</source>
        <translation>Bargeld einlegen</translation>
    </message>
    <message>
        <source>Take cash out</source>
        <translation>Bargeld entnehmen</translation>
    </message>
    <message>
        <source>Count and close the shift</source>
        <translation>Zählen und Schicht schließen</translation>
    </message>
    <message>
        <source>Open a shift</source>
        <translation>Schicht öffnen</translation>
    </message>
    <message>
        <source>Close this window</source>
        <translation>Fenster schließen</translation>
    </message>
</context>
<context>
    <name>ShopWords</name>
    <message>
        <source>Sold out</source>
        <translation>Ausverkauft</translation>
    </message>
    <message>
        <source>Did your tickets not come out? Please ask our staff.</source>
        <translation>Sind Ihre Tickets nicht herausgekommen? Bitte fragen Sie unser Personal.</translation>
    </message>
    <message>
        <source>Nothing is on sale here now.</source>
        <translation>Hier wird gerade nichts verkauft.</translation>
    </message>
    <message>
        <source>Sales are being checked after an interruption. Please ask our staff.</source>
        <translation>Der Verkauf wird nach einer Störung geprüft. Bitte fragen Sie unser Personal.</translation>
    </message>
    <message>
        <source>None left here right now. Please ask our staff.</source>
        <translation>Hier gibt es gerade keine mehr. Bitte fragen Sie unser Personal.</translation>
    </message>
    <message>
        <source>{count} left</source>
        <translation>Noch {count}</translation>
    </message>
    <message>
        <source>Free</source>
        <translation>Gratis</translation>
    </message>
    <message>
        <source>This is not sold here any more.</source>
        <translation>Das wird hier nicht mehr verkauft.</translation>
    </message>
    <message>
        <source>No more of these here right now. Please ask our staff.</source>
        <translation>Davon ist hier gerade nichts mehr da. Bitte unser Personal fragen.</translation>
    </message>
    <message>
        <source>Only {left} left here.</source>
        <translation>Hier nur noch {left} da.</translation>
    </message>
    <message>
        <source>Limit {limit} per order</source>
        <translation>Höchstens {limit} je Bestellung</translation>
    </message>
    <message>
        <source>The printer did not say that it was done. Take what came out; if it is not all, ask staff.</source>
        <translation>Der Drucker hat nicht gemeldet, dass er fertig ist. Nehmen Sie, was herauskam; fehlt etwas, fragen Sie unser Personal.</translation>
    </message>
    <message>
        <source>Your tickets are saved. Take a picture of the codes, or ask our staff.</source>
        <translation>Ihre Tickets sind gespeichert. Fotografieren Sie die Codes, oder fragen Sie unser Personal.</translation>
    </message>
    <message>
        <source>From {price}</source>
        <translation>Ab {price}</translation>
    </message>
</context>
<context>
    <name>SoldSheet</name>
    <message>
        <source>Sold</source>
        <translation>Verkauft</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Rückgeld</translation>
    </message>
    <message>
        <source>{given} given for {total}</source>
        <translation>{given} gegeben für {total}</translation>
    </message>
    <message>
        <source>Next customer</source>
        <translation>Nächster Gast</translation>
    </message>
</context>
<context>
    <name>SoundSheet</name>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Hear each sound</source>
        <translation>Jeden Ton anhören</translation>
    </message>
</context>
<context>
    <name>StaffPin</name>
    <message>
        <source>Wrong PIN.</source>
        <translation>Falsche PIN.</translation>
    </message>
    <message>
        <source>This PIN may not do that.</source>
        <translation>Mit dieser PIN ist das nicht erlaubt.</translation>
    </message>
</context>
<context>
    <name>StockWords</name>
    <message>
        <source>Sold out</source>
        <translation>Ausverkauft</translation>
    </message>
    <message>
        <source>On hold</source>
        <translation>Pausiert</translation>
    </message>
    <message>
        <source>None left here</source>
        <translation>Hier keine mehr</translation>
    </message>
</context>
<context>
    <name>TextSheet</name>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
</context>
<context>
    <name>TillFlow</name>
    <message>
        <source>The printer is not ready.</source>
        <translation>Der Drucker ist nicht bereit.</translation>
    </message>
    <message>
        <source>Hand out {amount}.</source>
        <translation>Geben Sie {amount} heraus.</translation>
    </message>
    <message>
        <source>Shift since {at}</source>
        <translation>Schicht seit {at}</translation>
    </message>
    <message>
        <source>Something in the basket is not sold any more and was taken out.</source>
        <translation>Etwas im Korb wird nicht mehr verkauft und wurde herausgenommen.</translation>
    </message>
    <message>
        <source>The clock is unsure. Sell all the same? A supervisor says so by PIN.</source>
        <translation>Die Uhr ist unsicher. Trotzdem verkaufen? Das entscheidet die Aufsicht mit ihrer PIN.</translation>
    </message>
</context>
<context>
    <name>TillScreen</name>
    <message>
        <source>No shift is open</source>
        <translation>Keine Schicht offen</translation>
    </message>
    <message numerus="yes">
        <source>%n print(s) never confirmed: settle now</source>
        <translation>
            <numerusform>%n Druck nie bestätigt: jetzt klären</numerusform>
            <numerusform>%n Drucke nie bestätigt: jetzt klären</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n ticket(s)</source>
        <translation>
            <numerusform>%n Ticket</numerusform>
            <numerusform>%n Tickets</numerusform>
        </translation>
    </message>
    <message>
        <source>No tickets yet</source>
        <translation>Noch keine Tickets</translation>
    </message>
    <message>
        <source>Discount</source>
        <translation>Rabatt</translation>
    </message>
    <message>
        <source>Cash</source>
        <translation>Bar</translation>
    </message>
    <message>
        <source>Cash, {total}</source>
        <translation>Bar, {total}</translation>
    </message>
    <message>
        <source>Card</source>
        <translation>Karte</translation>
    </message>
    <message>
        <source>Card, {total}</source>
        <translation>Karte, {total}</translation>
    </message>
    <message>
        <source>Count the cash that is in the drawer now.</source>
        <translation>Zählen Sie das Bargeld, das jetzt in der Schublade ist.</translation>
    </message>
    <message>
        <source>Float</source>
        <translation>Wechselgeld</translation>
    </message>
    <message>
        <source>Open the shift</source>
        <translation>Schicht öffnen</translation>
    </message>
    <message>
        <source>Count all cash in the drawer, the float included.</source>
        <translation>Zählen Sie alles Bargeld in der Schublade, das Wechselgeld eingeschlossen.</translation>
    </message>
    <message>
        <source>Counted cash</source>
        <translation>Gezähltes Bargeld</translation>
    </message>
    <message>
        <source>Close the shift</source>
        <translation>Schicht schließen</translation>
    </message>
    <message>
        <source>Put cash in</source>
        <translation>Bargeld einlegen</translation>
    </message>
    <message>
        <source>Take cash out</source>
        <translation>Bargeld entnehmen</translation>
    </message>
    <message>
        <source>Why?</source>
        <translation>Warum?</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Refund this sale in cash?</source>
        <translation>Diesen Verkauf bar erstatten?</translation>
    </message>
    <message>
        <source>All of its tickets become invalid at once.</source>
        <translation>Alle seine Tickets werden sofort ungültig.</translation>
    </message>
    <message>
        <source>Refund</source>
        <translation>Erstatten</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>Behalten</translation>
    </message>
    <message>
        <source>The card terminal is waiting for the card.</source>
        <translation>Das Kartengerät wartet auf die Karte.</translation>
    </message>
    <message>
        <source>The card was declined. Nothing was charged.</source>
        <translation>Die Karte wurde abgelehnt. Es wurde nichts abgebucht.</translation>
    </message>
    <message>
        <source>The terminal did not answer. Look at it before charging again.</source>
        <translation>Das Kartengerät hat nicht geantwortet. Sehen Sie nach, bevor Sie noch einmal abbuchen.</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Leeren</translation>
    </message>
    <message>
        <source>Shift</source>
        <translation>Schicht</translation>
    </message>
    <message>
        <source>Drawer</source>
        <translation>Schublade</translation>
    </message>
    <message>
        <source>Sales</source>
        <translation>Verkäufe</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
</context>
<context>
    <name>TillWords</name>
    <message>
        <source>Sold out</source>
        <translation>Ausverkauft</translation>
    </message>
    <message>
        <source>The server was restored and waits for every device to report. Only then it lends more.</source>
        <translation>Der Server wurde wiederhergestellt und wartet, bis sich jedes Gerät gemeldet hat. Erst dann leiht er wieder aus.</translation>
    </message>
    <message>
        <source>None left on this device. Connect it to get more.</source>
        <translation>Auf diesem Gerät sind keine mehr. Verbinden Sie es, um mehr zu bekommen.</translation>
    </message>
    <message>
        <source>{count} left</source>
        <translation>Noch {count}</translation>
    </message>
    <message>
        <source>Free</source>
        <translation>Gratis</translation>
    </message>
    <message>
        <source>Float</source>
        <translation>Wechselgeld</translation>
    </message>
    <message>
        <source>Put in and taken out</source>
        <translation>Eingelegt und entnommen</translation>
    </message>
    <message>
        <source>Should be in the drawer</source>
        <translation>Soll in der Schublade</translation>
    </message>
    <message>
        <source>Counted</source>
        <translation>Gezählt</translation>
    </message>
    <message numerus="yes">
        <source>%n ticket(s)</source>
        <translation>
            <numerusform>%n Ticket</numerusform>
            <numerusform>%n Tickets</numerusform>
        </translation>
    </message>
    <message>
        <source>refunded</source>
        <translation>erstattet</translation>
    </message>
    <message>
        <source>Cash</source>
        <translation>Bar</translation>
    </message>
    <message>
        <source>Card</source>
        <translation>Karte</translation>
    </message>
</context>
<context>
    <name>Tools</name>
    <message>
        <source>Normal text</source>
        <translation>Normal groß</translation>
    </message>
    <message>
        <source>Bigger text</source>
        <translation>Größer</translation>
    </message>
    <message>
        <source>Normal colours</source>
        <translation>Farben</translation>
    </message>
    <message>
        <source>Contrast</source>
        <translation>Kontrast</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>Hilfe</translation>
    </message>
    <message>
        <source>Help: call staff</source>
        <translation>Hilfe: Personal rufen</translation>
    </message>
</context>
<context>
    <name>TypeTileCard</name>
    <message>
        <source>Add one {name}, {price}</source>
        <translation>Ein Ticket mehr: {name}, {price}</translation>
    </message>
    <message>
        <source>Remove one {name}, {price}</source>
        <translation>Ein Ticket weniger: {name}, {price}</translation>
    </message>
</context>
<context>
    <name>VerdictPanel</name>
    <message>
        <source>How many people?</source>
        <translation>Wie viele Personen?</translation>
    </message>
    <message>
        <source>Answer the questions</source>
        <translation>Fragen beantworten</translation>
    </message>
    <message>
        <source>Do not admit</source>
        <translation>Nicht einlassen</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Weiter</translation>
    </message>
</context>
<context>
    <name>VerdictWords</name>
    <message>
        <source>Let in unpaid</source>
        <translation>Unbezahlt einlassen</translation>
    </message>
    <message>
        <source>ADMIT {people}</source>
        <translation>{people} EINLASSEN</translation>
    </message>
    <message>
        <source>Not admitted of this order: {count} · scan each of them</source>
        <translation>Aus dieser Bestellung nicht eingelassen: {count} · einzeln scannen</translation>
    </message>
    <message>
        <source>All {count} of this order</source>
        <translation>Alle {count} dieser Bestellung</translation>
    </message>
    <message>
        <source>CHECKED: VALID</source>
        <translation>GEPRÜFT: GÜLTIG</translation>
    </message>
    <message>
        <source>Nothing was recorded</source>
        <translation>Es wurde nichts gespeichert</translation>
    </message>
    <message>
        <source>CHECK ONLY</source>
        <translation>NUR PRÜFEN</translation>
    </message>
    <message>
        <source>Badge: {name}</source>
        <translation>Namensschild: {name}</translation>
    </message>
    <message>
        <source>Name on the badge…</source>
        <translation>Name auf dem Schild…</translation>
    </message>
    <message>
        <source>In {when} · {gate}</source>
        <translation>Hinein {when} · {gate}</translation>
    </message>
    <message>
        <source>Out {when} · {gate}</source>
        <translation>Hinaus {when} · {gate}</translation>
    </message>
    <message>
        <source>LET OUT</source>
        <translation>HINAUS</translation>
    </message>
    <message>
        <source>ADMIT – CHECK</source>
        <translation>EINLASS – PRÜFEN</translation>
    </message>
    <message>
        <source>ADMIT</source>
        <translation>EINLASS</translation>
    </message>
    <message>
        <source>CANNOT CHECK</source>
        <translation>NICHT PRÜFBAR</translation>
    </message>
    <message>
        <source>ASK FIRST</source>
        <translation>ERST FRAGEN</translation>
    </message>
    <message>
        <source>GO TO {gate}</source>
        <translation>ZU {gate}</translation>
    </message>
    <message>
        <source>Entry begins {when}</source>
        <translation>Einlass ab {when}</translation>
    </message>
    <message>
        <source>Entry ended {when}</source>
        <translation>Einlass endete {when}</translation>
    </message>
    <message>
        <source>Scanned {when} at {gate}</source>
        <translation>Gescannt {when} an {gate}</translation>
    </message>
    <message>
        <source>Scanned {at} at {gate} · {hours} h ago</source>
        <translation>Gescannt {at} an {gate} · vor {hours} h</translation>
    </message>
    <message>
        <source>Scanned {at} at {gate} · just now</source>
        <translation>Gescannt {at} an {gate} · gerade eben</translation>
    </message>
    <message>
        <source>Scanned {at} at {gate} · {minutes} min ago</source>
        <translation>Gescannt {at} an {gate} · vor {minutes} min</translation>
    </message>
    <message>
        <source>{count} people</source>
        <translation>{count} Personen</translation>
    </message>
    <message>
        <source>{now} of {count} people</source>
        <translation>{now} von {count} Personen</translation>
    </message>
    <message>
        <source>Let in (staff PIN)</source>
        <translation>Einlassen (PIN Personal)</translation>
    </message>
    <message>
        <source>Let in (supervisor PIN)</source>
        <translation>Einlassen (PIN Aufsicht)</translation>
    </message>
    <message>
        <source>ALREADY IN</source>
        <translation>SCHON DRIN</translation>
    </message>
    <message>
        <source>ALREADY IN TODAY</source>
        <translation>HEUTE SCHON DRIN</translation>
    </message>
    <message>
        <source>USED UP</source>
        <translation>AUFGEBRAUCHT</translation>
    </message>
    <message>
        <source>TOO EARLY</source>
        <translation>ZU FRÜH</translation>
    </message>
    <message>
        <source>TOO LATE</source>
        <translation>ZU SPÄT</translation>
    </message>
    <message>
        <source>OTHER GATE</source>
        <translation>ANDERES TOR</translation>
    </message>
    <message>
        <source>DO NOT ADMIT</source>
        <translation>KEIN EINLASS</translation>
    </message>
    <message>
        <source>Genuine ticket, sold a moment ago</source>
        <translation>Echtes Ticket, gerade erst verkauft</translation>
    </message>
    <message>
        <source>Let in by staff</source>
        <translation>Vom Personal eingelassen</translation>
    </message>
    <message>
        <source>This is not a ticket · ask for the ticket</source>
        <translation>Das ist kein Ticket · nach dem Ticket fragen</translation>
    </message>
    <message>
        <source>No ticket has this number · send to the box office</source>
        <translation>Kein Ticket hat diese Nummer · zur Kasse schicken</translation>
    </message>
    <message>
        <source>The code is not genuine · send to the box office</source>
        <translation>Der Code ist nicht echt · zur Kasse schicken</translation>
    </message>
    <message>
        <source>Ticket for another event · send to the box office</source>
        <translation>Ticket für eine andere Veranstaltung · zur Kasse schicken</translation>
    </message>
    <message>
        <source>Test ticket and real entry never mix · send to the box office</source>
        <translation>Probe und echter Einlass mischen sich nie · zur Kasse schicken</translation>
    </message>
    <message>
        <source>The code was withdrawn · send to the box office for a new one</source>
        <translation>Der Code wurde zurückgezogen · an der Kasse gibt es einen neuen</translation>
    </message>
    <message>
        <source>The ticket was revoked · send to the box office</source>
        <translation>Das Ticket wurde entzogen · zur Kasse schicken</translation>
    </message>
    <message>
        <source>This ticket was never sold · send to the box office</source>
        <translation>Dieses Ticket wurde nie verkauft · zur Kasse schicken</translation>
    </message>
    <message>
        <source>A newer copy of this ticket exists · ask for that one</source>
        <translation>Es gibt eine neuere Ausgabe dieses Tickets · nach ihr fragen</translation>
    </message>
    <message>
        <source>Sold twice by mistake · the box office will help</source>
        <translation>Versehentlich zweimal verkauft · die Kasse hilft</translation>
    </message>
    <message>
        <source>The ticket is blocked · send to the box office</source>
        <translation>Das Ticket ist gesperrt · zur Kasse schicken</translation>
    </message>
    <message>
        <source>Refunded ticket · send to the box office</source>
        <translation>Ticket wurde erstattet · zur Kasse schicken</translation>
    </message>
    <message>
        <source>Cancelled ticket · send to the box office</source>
        <translation>Ticket wurde storniert · zur Kasse schicken</translation>
    </message>
    <message>
        <source>The event is cancelled · nobody is admitted</source>
        <translation>Die Veranstaltung ist abgesagt · niemand wird eingelassen</translation>
    </message>
    <message>
        <source>Not paid yet · send to the box office to pay</source>
        <translation>Noch nicht bezahlt · zum Bezahlen zur Kasse schicken</translation>
    </message>
    <message>
        <source>Not approved yet · send to the box office</source>
        <translation>Noch nicht freigegeben · zur Kasse schicken</translation>
    </message>
    <message>
        <source>This kind of ticket does not pass here · see the plan of entrances</source>
        <translation>Diese Ticketart gilt hier nicht · siehe Plan der Eingänge</translation>
    </message>
    <message>
        <source>Two extras of this ticket fit · scan the code of the extra itself</source>
        <translation>Zwei Extras dieses Tickets passen · den Code des Extras selbst scannen</translation>
    </message>
    <message>
        <source>Ticket for another date · send to the box office</source>
        <translation>Ticket für einen anderen Termin · zur Kasse schicken</translation>
    </message>
    <message>
        <source>The ticket is good, at another gate</source>
        <translation>Das Ticket gilt, aber an einem anderen Tor</translation>
    </message>
    <message>
        <source>A rule of this entrance does not allow it · ask a supervisor</source>
        <translation>Eine Regel dieses Eingangs lässt es nicht zu · Aufsicht fragen</translation>
    </message>
    <message>
        <source>The ticket was used already</source>
        <translation>Das Ticket wurde schon benutzt</translation>
    </message>
    <message>
        <source>All entries of this ticket are used up</source>
        <translation>Alle Eintritte dieses Tickets sind verbraucht</translation>
    </message>
    <message>
        <source>Entry has not begun</source>
        <translation>Der Einlass hat noch nicht begonnen</translation>
    </message>
    <message>
        <source>Entry is over</source>
        <translation>Der Einlass ist vorbei</translation>
    </message>
    <message>
        <source>This device lacks the key of this ticket · connect it, or call a supervisor</source>
        <translation>Diesem Gerät fehlt der Schlüssel des Tickets · verbinden oder Aufsicht rufen</translation>
    </message>
    <message>
        <source>Sold by a device that was given up · a supervisor decides</source>
        <translation>Von einem aufgegebenen Gerät verkauft · die Aufsicht entscheidet</translation>
    </message>
    <message>
        <source>Very many unknown tickets from one device · a supervisor decides</source>
        <translation>Sehr viele unbekannte Tickets eines Geräts · die Aufsicht entscheidet</translation>
    </message>
    <message>
        <source>The event was moved · check the date with the guest</source>
        <translation>Die Veranstaltung wurde verlegt · Datum mit dem Gast prüfen</translation>
    </message>
    <message>
        <source>Not paid yet · may be let in if the organizer agreed</source>
        <translation>Noch nicht bezahlt · Einlass nur, wenn der Veranstalter zugestimmt hat</translation>
    </message>
    <message>
        <source>Unknown kind of ticket · connect this device, or call a supervisor</source>
        <translation>Unbekannte Ticketart · Gerät verbinden oder Aufsicht rufen</translation>
    </message>
    <message>
        <source>This device does not know the time · check the date on the ticket</source>
        <translation>Dieses Gerät kennt die Uhrzeit nicht · Datum auf dem Ticket prüfen</translation>
    </message>
    <message>
        <source>A rule is newer than this program · call a supervisor, then update it</source>
        <translation>Eine Regel ist neuer als dieses Programm · Aufsicht rufen, dann aktualisieren</translation>
    </message>
    <message>
        <source>This ticket was in today already · check that it is the same person</source>
        <translation>Dieses Ticket war heute schon drin · prüfen, ob es dieselbe Person ist</translation>
    </message>
    <message>
        <source>This device does not know the extras of this ticket · scan the extra&apos;s own code</source>
        <translation>Dieses Gerät kennt die Extras dieses Tickets nicht · den Code des Extras scannen</translation>
    </message>
    <message>
        <source>A ticket for several people · count those who are here</source>
        <translation>Ticket für mehrere Personen · zählen, wer jetzt da ist</translation>
    </message>
    <message>
        <source>Please ask the guest</source>
        <translation>Bitte fragen Sie den Gast</translation>
    </message>
    <message>
        <source>The ticket list is old · connect this device, or call a supervisor</source>
        <translation>Die Ticketliste ist alt · Gerät verbinden oder Aufsicht rufen</translation>
    </message>
    <message>
        <source>This device cannot record anything · use another one and call support</source>
        <translation>Dieses Gerät kann nichts speichern · ein anderes benutzen und Support anrufen</translation>
    </message>
</context>
<context>
    <name>WaitingFlow</name>
    <message>
        <source>{done} of {total}</source>
        <translation>{done} von {total}</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>The event is being loaded</source>
        <translation>Die Veranstaltung wird geladen</translation>
    </message>
    <message>
        <source>This device has not loaded its event yet. Connect it to the network once; it goes on by itself.</source>
        <translation>Dieses Gerät hat seine Veranstaltung noch nicht geladen. Verbinden Sie es einmal mit dem Netz; es geht von selbst weiter.</translation>
    </message>
    <message>
        <source>No network yet</source>
        <translation>Noch kein Netz</translation>
    </message>
    <message>
        <source>The event could not be loaded</source>
        <translation>Die Veranstaltung konnte nicht geladen werden</translation>
    </message>
    <message>
        <source>This takes a moment. It goes on by itself.</source>
        <translation>Das dauert einen Moment. Es geht von selbst weiter.</translation>
    </message>
    <message>
        <source>No event is given to this device. Ask the organizer for one; it goes on by itself.</source>
        <translation>Diesem Gerät ist keine Veranstaltung zugeteilt. Bitten Sie den Veranstalter darum; es geht von selbst weiter.</translation>
    </message>
    <message>
        <source>No event yet</source>
        <translation>Noch keine Veranstaltung</translation>
    </message>
    <message>
        <source>The event has no check-in list. Ask the organizer to make one; it goes on by itself.</source>
        <translation>Die Veranstaltung hat keine Einlassliste. Bitten Sie den Veranstalter, eine anzulegen; es geht von selbst weiter.</translation>
    </message>
    <message>
        <source>No check-in list yet</source>
        <translation>Noch keine Einlassliste</translation>
    </message>
</context>
<context>
    <name>Window</name>
    <message>
        <source>New device</source>
        <translation>Neues Gerät</translation>
    </message>
    <message>
        <source>This device cannot start</source>
        <translation>Dieses Gerät kann nicht starten</translation>
    </message>
    <message>
        <source>Staff only</source>
        <translation>Nur für Personal</translation>
    </message>
    <message>
        <source>Incidents</source>
        <translation>Vorfälle</translation>
    </message>
    <message>
        <source>Who works at this till?</source>
        <translation>Wer arbeitet an dieser Kasse?</translation>
    </message>
    <message>
        <source>That did not work</source>
        <translation>Das hat nicht geklappt</translation>
    </message>
    <message>
        <source>Close Foyer?</source>
        <translation>Foyer beenden?</translation>
    </message>
</context>
<context>
    <name>_Dots</name>
    <message numerus="yes">
        <source>%n digit(s) typed</source>
        <translation>
            <numerusform>%n Ziffer getippt</numerusform>
            <numerusform>%n Ziffern getippt</numerusform>
        </translation>
    </message>
</context>
</TS>
