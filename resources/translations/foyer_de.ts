<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE">
<context>
    <name>AmountSheet</name>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>AnswerSheet</name>
    <message>
        <source>Question {at} of {count}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Yes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No answer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A number</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A date such as 2026-11-28</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>AttractPage</name>
    <message>
        <source>Touch to buy tickets</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>BasketLines</name>
    <message numerus="yes">
        <source>%n earlier line(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Remove one {name}, {price}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add one {name}, {price}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CashSheet</name>
    <message>
        <source>Sold</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>To pay</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cash</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Still missing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ChoiceSheet</name>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>DetailsPage</name>
    <message>
        <source>Name on the tickets</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>E-mail for a copy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name on the tickets (optional)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>E-mail for a copy (optional)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Leave both empty to stay anonymous.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>DeviceWords</name>
    <message>
        <source>Online</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Online · synced {at}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Call support · {code}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} refused by the server</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This device was revoked</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not our server · pair again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loading {done} of {total}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clock differs by {minutes} min</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} need a look</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Online · {count} to sync</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Offline {hours} h · list may be old</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Offline · {count} to sync</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Offline</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Printer ready</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Printer connected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paper low</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Out of paper</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Printer cover open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Printer not found</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>inside now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>people admitted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>tickets used of {total}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>people left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>never</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>as of {at}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>capacity {count}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} admitted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>up to {count} a minute</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Arrivals in the last hour: {count}, at most {peak} in a minute.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The order of the two is not certain.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>± {seconds} s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Admitted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Let out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sold</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paid</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Refunded</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Exchanged</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New code issued</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Transferred</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Given back unsold</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Written off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Somebody is looking</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Closed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This program is older than the server and cannot explain it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Admitted twice</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One ticket let people in at two doors that could not see each other. Compare the times.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Admitted after a refund</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The door did not know of the refund yet. Decide whether the guest owes the price.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Refunded after entry</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Money was given back for a ticket that had been used. Check who asked for it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Old code used</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A code was used after a new one had been issued. The holder of the new one may be outside.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Admitted, never sold</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A genuine code was used whose sale nobody reported. Find the device that lent it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sold twice</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Two sales used the same unit: a device was copied. One buyer needs another ticket.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sold after it was given back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The ticket is valid, and one place more than planned is taken.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sold after a write-off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The lost device has sold after all. One place more than planned may be taken.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Price was never valid</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The paid amount stands. Check the device that sold.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sold for a cancelled event</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The device had not heard of it. Refund the buyer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sold a type that is off sale</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The device had not heard of it. The ticket is valid until you decide.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paid twice</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Give the second payment back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Refunded twice</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ask for the second refund back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paid, no ticket</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Money was taken without a sale. Give it back or issue the ticket.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>DiscountSheet</name>
    <message>
        <source>Take this amount off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No discount</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Discount</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>DonePage</name>
    <message>
        <source>Thank you! Please take your tickets.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The number of each ticket, in case you lose it:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your tickets are saved: code {code}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take a photo of each code. It admits you like paper.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The box office prints the others: {numbers}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Code of ticket {number}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>DoorFlow</name>
    <message>
        <source>Wrong PIN.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This PIN may not do that.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nobody may let this ticket in.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This can no longer be undone here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>That did not work</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>admitted of {total}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hold the code in the frame</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The ticket list may be old</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No camera. Use the scanner, or find by name or number.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Starting the camera …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Camera not found. Check the cable. Retrying …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The clip is over.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>[no name]</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing found. Try the ticket number or the order.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There are more. Type a few more letters.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>DoorScreen</name>
    <message>
        <source>EXIT</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>REHEARSAL</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sound off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Let people in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Count people out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undo this admission?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Let in all the same?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Let {holder} in all the same?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find by name or number</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Light</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undo last</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Last scans</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Settings</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>FindSheet</name>
    <message>
        <source>Name, order or ticket number</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type at least two letters.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check this number</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find a ticket</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>HelpSheet</name>
    <message>
        <source>Help is needed here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Please wait. A member of staff will come to you.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>I need no help any more</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>IdleSheet</name>
    <message>
        <source>Are you still there?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>I need more time</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>This page starts again in %n second(s).</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
</context>
<context>
    <name>IncidentScreen</name>
    <message>
        <source>Incidents</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What was found out, or done?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close the incident</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing needs a look.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>I look after it</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Keyboard</name>
    <message>
        <source>Capital letter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete the last character</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Space</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Done</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Done typing</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>KioskFlow</name>
    <message>
        <source>This kiosk cannot sell now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Please ask our staff.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Limit {limit} per order</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is not an e-mail address.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Out of paper</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You have not been charged. Please ask our staff.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing on sale yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This kiosk is being prepared.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sold out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Print free ticket</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pay</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Free</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your tickets are saved. Take a picture of the codes, or ask our staff.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sorry, only {left} left.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This kiosk must go online before it can sell again. Please ask our staff.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This kiosk does not know the time. Please ask our staff.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This event is over.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This event is cancelled.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>These tickets are not on sale here now.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cards cannot be taken here now. Please ask our staff.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This cannot be sold now. Please ask our staff.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>From {price}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>KioskScreen</name>
    <message>
        <source>What would you like to see?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How many tickets?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your details</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Payment</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n ticket(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>No tickets yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Continue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start again ({seconds})</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>LiveScreen</name>
    <message>
        <source>{count} arrivals</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show as a chart</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show as a table</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nobody has come yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Arrivals</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Gate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>10 min</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Incidents</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Settings</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>LogSheet</name>
    <message>
        <source>Nothing was scanned yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Last scans</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose an admission to undo it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undo</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>MoneyPad</name>
    <message>
        <source>Delete the last digit</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>OverrideSheet</name>
    <message>
        <source>Box office confirmed it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Known to the organizer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Came out a moment ago</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The code was scanned by mistake</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Why?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>PIN of a member of staff</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a reason first.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PagedRows</name>
    <message>
        <source>Previous page</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next page</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{page} of {pages}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Pager</name>
    <message>
        <source>Previous page</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next page</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{page} of {pages}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PairingScreen</name>
    <message>
        <source>Pair this device</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Once more, please.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The two were not the same. Please start again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Address of the server</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Token</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pair</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>On the server&apos;s page “Devices”, choose “Add a device”. It shows a QR code and a token.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the QR code to the camera, or type the address and the token.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One moment, please. The server is being asked.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Are these the six words on the server&apos;s screen?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>If one of them differs, somebody may be in between. Do not pair.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>They are the same</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>They differ</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a PIN of six digits for the supervisor of this device.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PayPage</name>
    <message>
        <source>Total</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How would you like to pay?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Follow the card reader</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hold or insert your card there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One moment, please</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your payment is being processed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Payment did not go through.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You have not been charged.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>We do not know yet whether you have paid.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Please do not pay again. Staff will check it with you. Reference: {reference}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pay by card</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pay by phone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pay in cash</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pay again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ask staff</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your tickets</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PinPad</name>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete the last digit</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Too many wrong PINs. Try again in %n second(s).</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PrintingPage</name>
    <message numerus="yes">
        <source>Printing %n ticket(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Please wait until the last one is out.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>QuickKey</name>
    <message>
        <source>Add one {name}, {price}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sold out</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ReadySheet</name>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>RoleScreen</name>
    <message>
        <source>What shall this device be?</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SalesSheet</name>
    <message>
        <source>Print again (marked COPY)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Refund {total} in cash</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing was sold in this shift.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sales</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SettingsScreen</name>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>End the program</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Do</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Numbers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>End the program?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is lost: what waits to be sent is sent after the next start.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>End it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stay</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ShiftSheet</name>
    <message>
        <source>Shift</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Put cash in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take cash out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Count and close the shift</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open a shift</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close this window</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SoldSheet</name>
    <message>
        <source>Sold</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{given} given for {total}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next customer</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TextSheet</name>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TillScreen</name>
    <message>
        <source>No shift is open</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n ticket(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>No tickets yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Discount</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cash</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cash, {total}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Card</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Card, {total}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Count the cash that is in the drawer now.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Float</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open the shift</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Count all cash in the drawer, the float included.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Counted cash</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close the shift</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Put cash in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take cash out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Why?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Continue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Refund this sale in cash?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All of its tickets become invalid at once.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Refund</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The card terminal is waiting for the card.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The card was declined. Nothing was charged.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The terminal did not answer. Look at it before charging again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clear</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shift</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drawer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sales</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Settings</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Tools</name>
    <message>
        <source>Normal text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bigger text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Normal colours</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Contrast</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Help</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Help: call staff</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TypeTileCard</name>
    <message>
        <source>Sold out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add one {name}, {price}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove one {name}, {price}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>VerdictPanel</name>
    <message>
        <source>Answer the questions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Do not admit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go on</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>VerdictWords</name>
    <message>
        <source>Let in unpaid</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>LET OUT</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ADMIT – CHECK</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ADMIT</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CANNOT CHECK</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ASK FIRST</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>GO TO {gate}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Entry begins {when}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Entry ended {when}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Scanned {when} at {gate}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Scanned {at} at {gate} · {hours} h ago</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Scanned {at} at {gate} · just now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Scanned {at} at {gate} · {minutes} min ago</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} people</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Let in (staff PIN)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Let in (supervisor PIN)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ALREADY IN</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ALREADY IN TODAY</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>USED UP</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>TOO EARLY</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>TOO LATE</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>OTHER GATE</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>DO NOT ADMIT</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Genuine ticket, sold a moment ago</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Let in by staff</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is not a ticket · ask for the ticket</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No ticket has this number · send to the box office</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The code is not genuine · send to the box office</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ticket for another event · send to the box office</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Test ticket and real entry never mix · send to the box office</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The code was withdrawn · send to the box office for a new one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The ticket was revoked · send to the box office</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This ticket was never sold · send to the box office</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A newer copy of this ticket exists · ask for that one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sold twice by mistake · the box office will help</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The ticket is blocked · send to the box office</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Refunded ticket · send to the box office</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancelled ticket · send to the box office</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The event is cancelled · nobody is admitted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not paid yet · send to the box office to pay</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not approved yet · send to the box office</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This kind of ticket does not pass here · see the plan of entrances</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ticket for another date · send to the box office</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The ticket is good, at another gate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A rule of this entrance does not allow it · ask a supervisor</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The ticket was used already</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All entries of this ticket are used up</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Entry has not begun</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Entry is over</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This device lacks the key of this ticket · connect it, or call a supervisor</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sold by a device that was given up · a supervisor decides</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Very many unknown tickets from one device · a supervisor decides</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The event was moved · check the date with the guest</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not paid yet · may be let in if the organizer agreed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unknown kind of ticket · connect this device, or call a supervisor</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This device does not know the time · check the date on the ticket</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A rule is newer than this program · call a supervisor, then update it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This ticket was in today already · check that it is the same person</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Please ask the guest</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The ticket list is old · connect this device, or call a supervisor</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This device cannot record anything · use another one and call support</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>_Dots</name>
    <message numerus="yes">
        <source>%n digit(s) typed</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
</context>
</TS>
